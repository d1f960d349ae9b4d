/** What is said in the pictures, where it is more than a line. */
export const MARKDOWN = {
  code: `Two ways to wait for the lock:

\`\`\`ts
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const lock = await locks.take(name, { waitMs: 5_000 });
  try {
    return await work();
  } finally {
    await lock.release(); // also after a refusal
  }
}
\`\`\`

and from a shell, with \`flock\`:

\`\`\`sh
flock --timeout 5 /run/harbour.lock ./tide-table --station 48 --days 14 --format wide --output /srv/public/tides/station-48.txt
\`\`\``,
  table: `## Tides this week

| Day | High water | Height | Low water | Height | Wind | Who opens the lock |
|:----|-----:|-----:|-----:|-----:|:---|:---|
| Tuesday | 06:12 | 3.4 m | 12:25 | 0.9 m | south-west 4 | Ana |
| Wednesday | 06:58 | 3.6 m | 13:09 | 0.7 m | west 5, gusts | Bo and Cleo |
| Thursday | 07:41 | 3.7 m | 13:50 | 0.6 m | west 3 | Dara |

1. Ask the harbour office for the **spring tide**
   - they answer until noon
   - after that only by [the form](https://harbour.example/form)
2. Write it on the board`,
  math: `The period of a wave in deep water depends on its length alone: $T = \\sqrt{2\\pi\\lambda / g}$.

$$
\\lambda = \\frac{g\\,T^2}{2\\pi}, \\qquad c = \\frac{\\lambda}{T} = \\sqrt{\\frac{g\\lambda}{2\\pi}}
$$

For $T = 6\\,\\mathrm{s}$ this gives $\\lambda \\approx 56\\,\\mathrm{m}$.`,
  tasks: `Before we launch:

- [x] Second coat of paint
- [x] New mast, **7.40 m**
- [ ] Insurance
  - [ ] call them before ten
  - [ ] the old number is ~~48 12~~ 48 13
- [ ] Flag

---

> Whoever is last locks the shed.

An image is a link: ![the plan](https://harbour.example/plan.png)`,
} as const;

export const THOUGHTS =
  'They ask for the ferry on a Tuesday in March, so the winter timetable holds. The last one back leaves at 21:40, which is tight after a concert that ends at 21:15.';
export const ANSWER = `Take the **18:20** out and the **21:40** back. Both run on Tuesdays until the end of March.

| Out | Back | Note |
|:--|:--|:--|
| 17:20 | 20:40 | too early for the encore |
| 18:20 | 21:40 | fits |
| 19:20 | none | you would stay the night |

If the concert runs late, the night bus from the north pier leaves at 22:15.`;

/** Answers that look like a small model's, at its pace. What they say is chosen by the question; they are meant for eyes, not for tests. */
import type { FakeChat, FakePull } from './chat.ts';
import { says } from './scripts.ts';

const pieceMs = 45;

const code = `Here is a small function that keeps the last value for a while:

\`\`\`ts
function throttle<T>(waitMs: number, run: (value: T) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: T;
  return (value: T) => {
    latest = value;
    timer ??= setTimeout(() => {
      timer = undefined;
      run(latest);
    }, waitMs);
  };
}
\`\`\`

Call it once, keep what it returns, and pass every value through it. The last one always arrives.`;

const plan = `A plan for the week, shortest thing first:

1. **Monday**: agree on the one number that tells whether it works.
2. **Tuesday**: build the smallest version that can move that number.
3. **Wednesday**: let two people use it and watch without helping.
4. **Thursday**: repair what made them stop.
5. **Friday**: show it to everybody, write down what was learned.

| Who | Does what | Until |
| --- | --- | --- |
| Ana | the measurement | Monday noon |
| Ben | the first version | Tuesday |
| all | watching | Wednesday |

If only one of these happens, let it be the watching.`;

const prose = `That depends on what you want to be true afterwards. If the goal is that nobody has to ask twice, write the answer down where the question comes up, and keep it short enough to be read.

Two things help:

- say **what to do** before why,
- give one example that can be copied.

Then ask somebody who has not seen it to follow it aloud. Where they stop is where the next sentence belongs.`;

const thoughts =
  'The question is short, so the answer should be short too. First what to do, then why. One example is enough; a list would be too much here.';

export async function plausibleAnswer(chat: FakeChat): Promise<void> {
  const thinking = chat.body.think === true ? thoughts : '';
  await says(textFor(chat.question), { thinking, pieceMs, headMs: 900 })(chat);
}

function textFor(question: string): string {
  if (/code|function|script|bug|type/iu.test(question)) return code;
  return /plan|list|table|week|step/iu.test(question) ? plan : prose;
}

export async function plausiblePull(pull: FakePull): Promise<void> {
  await pull.status('pulling manifest');
  const totalBytes = 253_113_294;
  for (let part = 0; part <= 80 && pull.open; part += 1) {
    await pull.progress(
      '735af2139dc652bf01112746474883d79a52fa1c19038265d363e3d42556f7a2',
      totalBytes,
      Math.floor((totalBytes * part) / 80),
    );
    await pull.wait(100);
  }
  await pull.status('verifying sha256 digest');
  await pull.wait(400);
  await pull.succeed();
}

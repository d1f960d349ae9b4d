/** From the empty page to a model's reply, then a second person who watches the next one grow: how long that takes two people who type. */
import { openBrowser, Visitor } from '../support/browser.ts';
import { says } from '../support/fake-ollama/scripts.ts';
import { ask, begin, inviteLink, join } from '../support/first-minute.ts';
import { openHouse } from '../support/house.ts';
import { atMost, type Report } from './support/report.ts';
import { median } from './support/sample.ts';

const RUNS = 3;
const MAX_SECONDS = 60;
/** Somebody who types well. */
const PACE = { keyMs: 80 };
/** A small model on a processor: some seconds to load, then about twenty words a second. */
const MODEL = { headMs: 2_000, pieceMs: 50 };

export async function measure(): Promise<Report> {
  const browser = await openBrowser();
  try {
    const times: Times[] = [];
    for (let run = 0; run < RUNS; run += 1) times.push(await once(browser));
    const ours = median(times.map(({ bothWatchS }) => bothWatchS));
    return {
      name: 'first-run',
      runs: RUNS,
      goals: [atMost('from the empty page to a reply that two people watch', { ours, reference: MAX_SECONDS }, 's', MAX_SECONDS, 'ours')],
      notes: times.map(
        ({ firstReplyS, bothWatchS }) =>
          `first reply begins after ${firstReplyS.toFixed(1)} s, both watch the next after ${bothWatchS.toFixed(1)} s`,
      ),
    };
  } finally {
    await browser.close();
  }
}

interface Times {
  firstReplyS: number;
  bothWatchS: number;
}

async function once(browser: Awaited<ReturnType<typeof openBrowser>>): Promise<Times> {
  await using house = await openHouse({ webApp: true });
  house.ollama.onChat(
    says('The sea rises and falls. '.repeat(8), MODEL),
    says('Because of the moon. '.repeat(30), { ...MODEL, headMs: 300 }),
  );
  const began = performance.now();
  const since = () => (performance.now() - began) / 1_000;
  await using ana = await Visitor.open(browser, house);
  await begin(ana, 'Ana Lima', PACE);
  await ask(ana, 'What is a tide?', PACE);
  await ana.message('The sea rises').waitFor();
  const firstReplyS = since();
  const link = await inviteLink(ana);
  await using bo = await Visitor.open(browser, house, { path: new URL(link).pathname });
  await join(bo, 'Bo', PACE);
  await ana.composer.focus();
  await ask(ana, 'And why?', PACE);
  for (const visitor of [ana, bo])
    await visitor
      .message('Because of the moon')
      .getByRole('button', { name: /^Stop the reply/ })
      .waitFor();
  return { firstReplyS, bothWatchS: since() };
}

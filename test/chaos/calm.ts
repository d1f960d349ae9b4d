/** After the storm: nothing goes wrong any more, and everything that was begun comes to its end. */
import { setTimeout as pause } from 'node:timers/promises';
import { screensOf } from './cast.ts';
import { LogFile } from './log-file.ts';
import { placesIn } from './places.ts';
import type { Stage } from './stage.ts';

const LONG_MS = 90_000;
const LOOK_MS = 25;
const HURRY_MS = 500;
/** Longer is worth a word. */
const SLOW_MS = 10_000;

export async function calm(stage: Stage): Promise<void> {
  const { running, report } = stage;
  await stepsEnd(stage);
  await settles(
    stage,
    () => `what people wrote to be sent: ${unsent(stage).join(', ')}`,
    () => unsent(stage).length === 0,
  );
  noteRefused(stage);
  await lastWords(stage);
  using log = new LogFile(stage.folder);
  await settles(
    stage,
    () => 'the replies',
    () => log.openGenerations() === 0,
  );
  report.check(running.size === 0, () => `never ended: ${[...running].map((step) => JSON.stringify(step)).join(', ')}`);
}

/** Who still waits, and with which client. */
function unsent({ cast }: Stage): string[] {
  const waiting = cast.people.flatMap(screensOf).filter((screen) => screen.unsent > 0);
  return waiting.map((screen) => `${screen.unsent} of ${screen.account.name} (${screen.constructor.name})`);
}

/** Nothing goes wrong any more, and nobody does anything. */
export async function stepsEnd(stage: Stage): Promise<void> {
  const { answers, model, modelNetwork, cast, running } = stage;
  answers.calm();
  await model.start();
  modelNetwork.mend();
  cast.mend();
  await settles(
    stage,
    () => `steps to end: ${[...running].map((step) => JSON.stringify(step)).join(', ')}`,
    () => running.size === 0,
  );
}

/** Of what went on with a tab that was closed and opened again, the outbox alone knows. */
function noteRefused({ cast, ledger }: Stage): void {
  for (const entry of ledger.sends.values()) {
    const by = cast.people.find(({ somebody }) => somebody.account.userId === entry.by)?.somebody;
    if (entry.state === 'carried' && by?.wasRefused(entry.clientKey)) entry.state = 'refused';
  }
}

/** Said when all is over: whoever may not hear it any more is in the wrong place if they do. */
async function lastWords({ cast, places, counts, ledger }: Stage): Promise<void> {
  const { somebody } = cast.owner;
  for (const { mark, talks } of placesIn(places)) {
    const ticks = counts.all[mark];
    for (const { id: conversationId } of talks) {
      const text = `${ticks.next()} the end`;
      const clientKey = `key ${mark}${ticks.now}`;
      const { message } = await somebody.send({ conversationId, clientKey, text, model: null });
      ledger.sends.set(clientKey, { clientKey, conversationId, by: somebody.account.userId, text, state: 'acknowledged', message });
    }
  }
}

/** Waits for it, and says what for when that takes long or is in vain. Meanwhile people press "try now". */
export async function settles(stage: Stage, what: () => string, holds: () => boolean): Promise<boolean> {
  const { report, cast } = stage;
  const since = performance.now();
  let saidAt = since;
  for (let hurriedAt = since; !holds(); await pause(LOOK_MS)) {
    const now = performance.now();
    if (now - since > LONG_MS) {
      report.broke(`waited ${LONG_MS / 1_000} s in vain for ${what()}`);
      return false;
    }
    if (now - saidAt > SLOW_MS) report.say(`waiting ${Math.round((now - since) / 1_000)} s for ${what()}`);
    if (now - saidAt > SLOW_MS) saidAt = now;
    if (now - hurriedAt < HURRY_MS) continue;
    hurriedAt = now;
    for (const actor of cast.people) for (const screen of screensOf(actor)) screen.hurry();
  }
  return true;
}

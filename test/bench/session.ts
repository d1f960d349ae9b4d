/**
 * What asking "who is this, and are they still?" adds to a call, in this process: the same procedure with the check as every call has it, and without.
 * And what the repeated decision costs inside a write.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { readConfig } from '../../server/config.ts';
import { type Parley, startParley } from '../../server/app.ts';
import type { Context } from '../../server/rpc/context.ts';
import { createCallerFactory, open, router, signedIn } from '../../server/rpc/trpc.ts';
import { guardFor } from '../../server/access/gate.ts';
import type { Credential } from '../../shared/access.ts';
import { conversationId as conversationIdSchema } from '../../shared/ids.ts';
import { freePort } from '../support/house.ts';
import { atMost, type Report } from './support/report.ts';
import { compared, interleaved, median } from './support/sample.ts';
import { seed } from './support/seed.ts';

const RUNS = 9;
const CALLS = 10_000;

const about = z.object({ conversationId: conversationIdSchema });
const probes = router({
  unchecked: open.meta({ public: true }).query(() => 1),
  checked: signedIn.meta({ action: 'account.read', resource: 'nothing' }).query(() => 1),
  uncheckedAbout: open
    .meta({ public: true })
    .input(about)
    .query(() => 1),
  checkedAbout: signedIn
    .meta({ action: 'conversation.read', resource: 'conversation' })
    .input(about)
    .query(() => 1),
});
const callerOf = createCallerFactory(probes);

export async function measure(): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  const { people, conversations } = await seed(folder, { people: 1, conversations: 1 });
  const port = await freePort();
  const parley = await startParley(readConfig({ PARLEY_DATA: folder, PORT: `${port}`, OLLAMA_HOST: '127.0.0.1:9', LOG_LEVEL: 'silent' }));
  try {
    const credential = parley.app.auth.present({ cookie: people[0]?.cookie });
    const [conversationId] = conversations;
    if (!credential || !conversationId) throw new Error('nobody');
    const caller = callerOf(contextOf(parley, credential));
    const blocks = { ours: () => microseconds(() => caller.checked()), reference: () => microseconds(() => caller.unchecked()) };
    await interleaved(3, blocks);
    const pairs = await interleaved(RUNS, blocks);
    const place = { conversationId };
    const placed = await interleaved(RUNS, {
      ours: () => microseconds(() => caller.checkedAbout(place)),
      reference: () => microseconds(() => caller.uncheckedAbout(place)),
    });
    const aboutOne = compared(placed, (us) => us);
    const who = (await parley.app.auth.authenticate(credential)) ?? never();
    const ref = { kind: 'conversation', conversationId } as const;
    const guard = guardFor(parley.app, who, 'message.send', ref);
    const inside: number[] = [];
    for (let run = 0; run < RUNS; run += 1)
      inside.push(await microseconds(async () => guard.check(parley.app.store.facts(guard.credential, guard.ref))));
    return {
      name: 'session',
      runs: RUNS,
      goals: [
        atMost(
          'a call with its check',
          compared(pairs, (us) => us),
          'µs',
          2,
          'added',
        ),
        atMost('the decision again, inside a write', { ours: median(inside) }, 'µs', 50, 'ours'),
      ],
      notes: [
        `a call about a conversation, whose standing is read each time: ${aboutOne.ours.toFixed(1)} µs beside ${aboutOne.reference.toFixed(1)}`,
      ],
    };
  } finally {
    await parley.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As a socket has it, with as many calls as it likes. */
function contextOf({ app }: Parley, credential: Credential): Context {
  const transport = { backlogBytes: () => 0, onceDrained: () => undefined, close: () => undefined };
  const connection = app.live.open({ credential, ip: '127.0.0.1', agent: 'bench', transport });
  Object.defineProperty(connection, 'calls', { value: { take: () => ({ taken: true }) } });
  return { app, connection };
}

/** Of one call, over many. */
async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  for (let n = 0; n < CALLS; n += 1) await call();
  return ((performance.now() - since) * 1000) / CALLS;
}

function never(): never {
  throw new Error('nobody');
}

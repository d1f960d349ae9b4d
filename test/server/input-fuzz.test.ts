import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { REASONS } from '../../shared/errors.ts';
import { Chance } from '../support/chance.ts';
import { type House, openHouse } from '../support/house.ts';
import { INPUTS, inputOf, things } from '../support/inputs.ts';
import { noise, otherText, otherValue } from '../support/nasty.ts';
import type { Person } from '../support/person.ts';
import { RawSocket } from '../support/raw-socket.ts';

const IS_DEEP = process.env['PARLEY_TEST_DEEP'] === '1';
const SEED = IS_DEEP ? Math.floor(Math.random() * 1_000_000) : 6;
/** Of calls on one socket. */
const BATCH = 25;
const BATCHES = IS_DEEP ? 400 : 12;
const REQUESTS = IS_DEEP ? 5_000 : 150;
/** Twice as many leave no more than pools and compiled code. */
const SLACK_BYTES = 6 * 1024 ** 2;
const TIMEOUT_MS = IS_DEEP ? 600_000 : 120_000;

/** Ways in which a socket may be ended: by the protocol, for too much, for a binary frame, or because a call ended the session. */
const ENDS: ReadonlySet<number> = new Set([1002, 1003, 1005, 1006, 1007, 1009, 4401, 4402, 4429]);
/** Answers of HTTP itself, before anything of ours is asked. */
const PROTOCOL: ReadonlySet<number> = new Set([200, 204, 304, 400, 401, 403, 404, 405, 408, 413, 414, 415, 417, 426, 429, 431]);

interface Right {
  path: string;
  input: object;
}

test(
  'INPUT-1 INPUT-3 frames of chance, and of calls that were right once, get a known refusal, and leave nothing behind',
  async () => {
    await withRight(async (house, ana, right) => {
      const chance = new Chance(SEED, 'frames');
      await leavesNothing(house, async () => {
        for (let batch = 0; batch < BATCHES; batch += 1) {
          const device = await house.device(ana);
          const socket = await RawSocket.dial(house.url, device.cookie);
          for (let count = 0; count < BATCH && !socket.closed; count += 1) socket.say(frame(right, chance, count));
          socket.call('after', 'auth.me', undefined, 'query');
          await socket.answer('after').catch(() => expect(ENDS, `seed ${SEED}`).toContain(socket.closed?.code));
          for (const { error } of socket.frames) if (error) isKnown(error.data, 'a frame');
          socket.leave();
          device.leave();
        }
      });
    });
  },
  TIMEOUT_MS,
);

test(
  'INPUT-1 INPUT-3 bodies of chance get a known refusal',
  async () => {
    await withRight(async (house, ana, right) => {
      const chance = new Chance(SEED, 'bodies');
      await leavesNothing(house, async () => {
        let device = await house.device(ana);
        for (let count = 0; count < REQUESTS; count += 1) {
          // Some of them end the session, as they should.
          if (count % BATCH === 0) device = await house.device(ana);
          const { path, input } = one(right, chance);
          const body = chance.once(0.6) ? JSON.stringify(otherValue(input, chance)) : otherText(JSON.stringify(input), chance);
          const address = chance.once(0.15) ? encodeURIComponent(otherText(path, chance).toWellFormed()) : path;
          const answer = await fetch(`${house.url}/trpc/${address}`, {
            method: chance.once(0.9) ? 'POST' : 'PUT',
            headers: { cookie: device.cookie, 'Content-Type': chance.once(0.9) ? 'application/json' : 'text/html' },
            body,
          });
          const said = (await answer.json().catch(() => ({}))) as { error?: { data?: { reason: string } } };
          expect(answer.status, `seed ${SEED}: ${path} ${body.slice(0, 300)}`).toBeLessThan(500);
          if (said.error) isKnown(said.error.data, `${path} ${body.slice(0, 300)}`);
        }
      });
    });
  },
  TIMEOUT_MS,
);

test(
  'INPUT-1 requests and upgrades of chance are answered or closed',
  async () => {
    await withRight(async (house, ana) => {
      const chance = new Chance(SEED, 'requests');
      const { cookie } = await house.device(ana);
      const port = Number(new URL(house.url).port);
      await leavesNothing(house, async () => {
        for (let count = 0; count < REQUESTS; count += 1) {
          const sent = request(chance, cookie, port);
          const status = await answered(port, sent);
          if (status !== undefined)
            expect(PROTOCOL.has(status) || status === 101, `seed ${SEED}: ${status} for ${sent.toString('latin1')}`).toBe(true);
        }
      });
    });
  },
  TIMEOUT_MS,
);

/** What is right, before it is spoilt. Long subscriptions and what asks a model server for gigabytes stay out. */
async function withRight(work: (house: House, ana: Person, right: Right[]) => Promise<void>): Promise<void> {
  await using house = await openHouse();
  const ana = await house.founder();
  const ids = await things(ana, { userId: ana.user.id });
  const right = Object.entries(INPUTS).flatMap(([path, input]) =>
    path === 'model.pull' ? [] : [{ path, input: input === 'open' ? {} : inputOf(input, ids) }],
  );
  await work(house, ana, right);
  expect((await fetch(`${house.url}/readyz`)).status).toBe(200);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

/** Done twice: the second time the server holds what it held after the first. */
async function leavesNothing({ parley: { app } }: House, work: () => Promise<void>): Promise<void> {
  const open = () => app.live.count(() => true);
  const atFirst = open();
  await work();
  const before = await held();
  await work();
  await expect.poll(open).toBeLessThanOrEqual(atFirst);
  expect((await held()) - before).toBeLessThan(SLACK_BYTES);
}

async function held(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

function isKnown(data: { reason: string } | undefined, what: string): void {
  expect(Object.keys(REASONS), `seed ${SEED}: ${what}: ${JSON.stringify(data)}`).toContain(data?.reason);
  expect(data?.reason, `seed ${SEED}: ${what}`).not.toBe('INTERNAL');
  expect(data, what).not.toHaveProperty('stack');
}

function one(right: Right[], chance: Chance): Right {
  return right[chance.below(right.length)] ?? { path: 'auth.me', input: {} };
}

function frame(right: Right[], chance: Chance, id: number): unknown {
  const { path, input } = one(right, chance);
  const method = chance.weighed([
    [5, 'mutation'],
    [4, 'query'],
    [1, 'subscription'],
  ]);
  const whole = { id, method, params: { path, input } };
  return chance.weighed<() => unknown>([
    [4, () => ({ ...whole, params: { path, input: otherValue(input, chance) } })],
    [2, () => JSON.stringify(otherValue(whole, chance))],
    [3, () => otherText(JSON.stringify(whole), chance)],
    [1, () => noise(chance.between(0, 200), chance).toString('latin1')],
  ])();
}

function request(chance: Chance, cookie: string, port: number): Buffer {
  const target = chance.weighed([
    [3, '/trpc'],
    [2, '/trpc/auth.me'],
    [1, '/'],
    [1, '/metrics'],
    [1, '/%00%ff/../../etc'],
  ]);
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  const head = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${chance.once(0.5) ? upgrade : ''}Cookie: ${cookie}\r\nOrigin: http://127.0.0.1:${port}\r\n\r\n`;
  const text = chance.once(0.85) ? otherText(head, chance) : head;
  const rest = chance.once(0.3) ? noise(chance.between(0, 100), chance) : Buffer.alloc(0);
  return Buffer.concat([Buffer.from(text, 'latin1'), rest]);
}

/** The status that came back, if any did before the other side, or we, had enough. */
function answered(port: number, sent: Buffer): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] === undefined ? undefined : Number(text.slice(9, 12))));
    // Half closed: who waits for more learns that there is none.
    socket.end(sent);
  });
}

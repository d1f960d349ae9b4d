/**
 * What happens in one act, drawn before it begins: a seed and a number give the same steps, whatever the machine does meanwhile. Steps name people,
 * places and things by number; whoever performs them takes that modulo what is there.
 */
import type { Trouble } from '../support/fault-proxy.ts';
import { Chance } from '../support/chance.ts';

export interface ActSize {
  people: number;
  conversations: number;
  steps: number;
  kills: number;
  /** It is asked to stop, as whoever updates it does, and started again. */
  restarts: number;
  /** Everybody's network is as bad as it can be, and people cut it all the time. */
  wild: boolean;
  /** Of the server's clock. */
  jumps: number;
}

/** Who answers: a model of the model server, the built-in one, or nobody. */
export type Answering = 'thinker' | 'small' | 'guide' | 'nobody';

export type Step = { afterMs: number } &
  /** `astray`: perhaps where they see nothing. */
  (
    | { do: 'send'; who: number; where: number; astray: boolean; answering: Answering; chars: number }
    | { do: 'edit' | 'delete' | 'stop' | 'continue' | 'again' | 'thread' | 'fork'; who: number; which: number }
    | { do: 'react'; who: number; which: number; emoji: number; on: boolean }
    | { do: 'rename' | 'read'; who: number; where: number }
    | { do: 'reopen' | 'leave' | 'remove' | 'suspend'; who: number }
    | { do: 'changeRole'; who: number; role: 'admin' | 'moderator' | 'member' }
    /** Of the den, or of the folder of the annex. */
    | { do: 'share'; who: number; what: 'den' | 'folder'; on: boolean }
    | { do: 'file'; into: boolean }
    | { do: 'join'; who: number; again: boolean }
    | { do: 'cut'; who: number; how: 'end' | 'reset' }
    | { do: 'stall'; who: number; forMs: number }
    | { do: 'stopReader'; which: number; forMs: number }
    | { do: 'cutModel' }
    | { do: 'stallModel' | 'restartModel'; forMs: number }
    | { do: 'jump'; byMs: number }
    | { do: 'restart' }
    /** `againAfterMs`: it is killed a second time while it starts. */
    | { do: 'kill'; downMs: number; againAfterMs?: number }
  );

/** The step that does this. */
export type StepOf<Do extends Step['do']> = Step extends infer One
  ? One extends { do: infer Own }
    ? Do extends Own
      ? One
      : never
    : never
  : never;

type Make = (chance: Chance) => Step;

const MANY = 1_000;
const soon = (chance: Chance) => ({ afterMs: chance.between(0, 40) });
const anybody = (chance: Chance) => ({ ...soon(chance), who: chance.below(MANY) });
const anything = (chance: Chance) => ({ ...anybody(chance), which: chance.below(MANY) });

const STEPS: readonly (readonly [weight: number, make: Make])[] = [
  [40, aSend],
  [7, (chance) => ({ do: 'edit', ...anything(chance) })],
  [2, (chance) => ({ do: 'delete', ...anything(chance) })],
  [7, (chance) => ({ do: 'stop', ...anything(chance) })],
  [6, (chance) => ({ do: 'continue', ...anything(chance) })],
  [4, (chance) => ({ do: 'again', ...anything(chance) })],
  [5, (chance) => ({ do: 'react', ...anything(chance), emoji: chance.below(2), on: chance.once(0.6) })],
  [1, (chance) => ({ do: 'thread', ...anything(chance) })],
  [1, (chance) => ({ do: 'fork', ...anything(chance) })],
  [2, (chance) => ({ do: 'rename', ...anybody(chance), where: chance.below(MANY) })],
  [3, (chance) => ({ do: 'read', ...anybody(chance), where: chance.below(MANY) })],
  [4, (chance) => ({ do: 'reopen', ...anybody(chance) })],
  [2, (chance) => ({ do: 'join', ...anybody(chance), again: chance.once(0.5) })],
  [1, (chance) => ({ do: 'leave', ...anybody(chance) })],
  [2, (chance) => ({ do: 'remove', ...anybody(chance) })],
  [1, (chance) => ({ do: 'suspend', ...anybody(chance) })],
  [
    2,
    (chance) => ({
      do: 'changeRole',
      ...anybody(chance),
      role: chance.weighed([
        [1, 'admin'],
        [1, 'moderator'],
        [1, 'member'],
      ]),
    }),
  ],
  [9, (chance) => ({ do: 'share', ...anybody(chance), what: chance.once(0.5) ? 'den' : 'folder', on: chance.once(0.5) })],
  [4, (chance) => ({ do: 'file', ...soon(chance), into: chance.once(0.7) })],
  [10, aCut],
  [2, (chance) => ({ do: 'stall', ...anybody(chance), forMs: chance.between(20, 1_500) })],
  [2, (chance) => ({ do: 'stopReader', ...soon(chance), which: chance.below(MANY), forMs: chance.between(200, 3_000) })],
  [3, (chance) => ({ do: 'cutModel', ...soon(chance) })],
  [1, (chance) => ({ do: 'stallModel', ...soon(chance), forMs: chance.between(50, 1_500) })],
  [1, (chance) => ({ do: 'restartModel', ...soon(chance), forMs: chance.between(0, 600) })],
];

const WILD_STEPS: typeof STEPS = [...STEPS, [120, aCut]];

export function planAct(seed: number, act: number, { steps, kills, restarts, wild, jumps }: ActSize): Step[] {
  const chance = new Chance(seed, `act ${act}`);
  const plan = Array.from({ length: steps }, () => chance.weighed(wild ? WILD_STEPS : STEPS)(chance));
  const anywhere = (step: Step) => plan.splice(chance.between(Math.floor(steps / 10), plan.length), 0, step);
  for (let kill = 0; kill < kills; kill += 1) anywhere(aKill(chance));
  for (let restart = 0; restart < restarts; restart += 1) anywhere({ do: 'restart', ...soon(chance) });
  for (let jump = 0; jump < jumps; jump += 1) anywhere({ do: 'jump', ...soon(chance), byMs: chance.between(-JUMP_MS, JUMP_MS) });
  return plan;
}

/** Two days: sessions and invites last longer than a few of these together. */
const JUMP_MS = 2 * 24 * 3_600_000;

function aSend(chance: Chance): Step {
  const what = { answering: answering(chance), chars: chars(chance), astray: chance.once(0.05) };
  return { do: 'send', ...anybody(chance), where: chance.below(MANY), ...what };
}

function aKill(chance: Chance): Step {
  const downMs = chance.once(0.7) ? 0 : chance.between(0, 400);
  return { do: 'kill', ...soon(chance), downMs, ...(chance.once(0.2) && { againAfterMs: chance.between(30, 500) }) };
}

function aCut(chance: Chance): Step {
  return { do: 'cut', ...anybody(chance), how: chance.once(0.5) ? 'end' : 'reset' };
}

function answering(chance: Chance): Answering {
  return chance.weighed([
    [3, 'thinker'],
    [3, 'small'],
    [1, 'guide'],
    [4, 'nobody'],
  ]);
}

/** Mostly a line, sometimes a page. */
function chars(chance: Chance): number {
  return chance.once(0.05) ? chance.between(2_000, 12_000) : chance.between(0, 200);
}

/** How bad the network of somebody is. */
export type Weather = 'good' | 'shaky' | 'bad' | 'wild';

export function weatherOf(seed: number, person: number): Weather {
  return new Chance(seed, `weather ${person}`).weighed([
    [2, 'good'],
    [4, 'shaky'],
    [4, 'bad'],
  ]);
}

/** How many connections go well, and how many of the server's bytes the others let through at most. */
const WEATHERS: Record<Weather, { calm: number; most: readonly (readonly [number, number])[] }> = {
  good: { calm: 0.9, most: [[1, 100_000]] },
  shaky: {
    calm: 0.4,
    most: [
      [1, 400],
      [5, 8_000],
      [4, 100_000],
    ],
  },
  bad: {
    calm: 0.05,
    most: [
      [1, 400],
      [6, 8_000],
      [3, 60_000],
    ],
  },
  wild: {
    calm: 0,
    most: [
      [1, 400],
      [7, 4_000],
      [1, 60_000],
    ],
  },
};

/** What the connections of somebody meet, one after the other. */
export function troubles(seed: number, label: string, weather: Weather): () => Trouble | undefined {
  const chance = new Chance(seed, `network ${label}`);
  const { calm, most } = WEATHERS[weather];
  return () => (chance.once(calm) ? undefined : trouble(chance, chance.weighed(most)));
}

/** The same towards the model server, where most has to go well to be worth anything. */
export function modelTroubles(seed: number): () => Trouble | undefined {
  const chance = new Chance(seed, 'network of the model');
  return () => (chance.once(0.85) ? undefined : trouble(chance, 40_000));
}

function trouble(chance: Chance, most: number): Trouble {
  // What a client says is little, what it hears is much.
  const way = chance.once(0.85) ? 'toClient' : 'toServer';
  const kind = chance.weighed([
    [12, 'end'],
    [12, 'reset'],
    [3, 'garbage'],
    [1, 'stall'],
    [1, 'halfOpen'],
    [3, 'slow'],
  ] as const);
  // Towards the server garbage comes in place of a request's head: inside a frame the mask of WebSockets might make text of it.
  const mostToServer = kind === 'garbage' ? 200 : 3_000;
  const where = { way, atByte: chance.below(way === 'toServer' ? mostToServer : most) } as const;
  return kind === 'slow' ? { ...where, kind, ms: chance.between(5, 120) } : { ...where, kind };
}

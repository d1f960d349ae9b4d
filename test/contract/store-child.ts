/** A process of its own for what only another process can show: two that start at once, and one that is killed. */
import Sqlite from 'better-sqlite3';
import { openStore } from '../../db/open.ts';
import type { Guard, Ref } from '../../shared/access.ts';
import { sessionHandle } from '../../shared/ids.ts';

const [task = '', folder = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const told = new Promise<void>((resolve) => process.stdin.once('end', resolve).resume());

async function hold(): Promise<void> {
  try {
    const store = await openStore(folder);
    say(`open ${store.epoch}`);
    await told;
    await store.close();
  } catch (error) {
    say(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown');
  }
}

/** Sends until it is killed; says a key only when its message was acknowledged. */
async function send(): Promise<void> {
  const store = await openStore(folder);
  const { user } = await store.users.register({ name: 'Kim', email: 'kim@example.org', passwordHash: 'x' }, 1);
  const may = (ref: Ref): Guard => ({ credential: { kind: 'session', id: 'kim' }, userId: user.id, ref, check: () => [] });
  const signIn = () => {
    const times = { createdAt: 1, lastUsedAt: 1, expiresAt: Number.MAX_SAFE_INTEGER };
    return store.sessions.insert({ id: 'kim', handle: sessionHandle.parse('k'.repeat(20)), userId: user.id, ...times, ip: '', agent: '' });
  };
  await signIn();
  const { welcome } = await store.teams.create({ name: 'Team', welcome: 'Hello.' }, may({ kind: 'nothing' }), 1);
  await signIn();
  say(`${user.id} ${welcome}`);
  for (let n = 1; ; n += 1) {
    const draft = { conversationId: welcome, clientKey: `key-${n}`, text: `message ${n}` };
    await store.messages.append(draft, may({ kind: 'conversation', conversationId: welcome }), 1);
    say(draft.clientKey);
  }
}

/** As a user who owns nothing; everything is loaded before, for that user may not read it. */
async function holdAsNobody(): Promise<void> {
  await import('../../db/sqlite/open.ts');
  new Sqlite(':memory:').close();
  if (process.getuid?.() === 0) process.setuid?.(65_534);
  await hold();
}

if (task === 'hold') await hold();
if (task === 'send') await send();
if (task === 'hold-as-nobody') await holdAsNobody();
process.exit(0);

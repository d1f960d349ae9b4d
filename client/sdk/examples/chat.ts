/**
 * A chat in the terminal: `npm run example:chat`. It shows everything an app needs: sign in, choose a conversation, follow it live with replies
 * as they are written, send, stop a reply. In a project of your own, import from 'parley/client'.
 */
import { createInterface, type Interface } from 'node:readline/promises';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Parley } from '../index.ts';
import { Screen } from './screen.ts';
import { signIn } from './sign-in.ts';

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const lines = terminal[Symbol.asyncIterator]();

try {
  const parley = await signIn(terminal);
  try {
    const conversation = await choose(parley, terminal);
    if (conversation) await chat(parley, conversation);
  } finally {
    await parley.close();
  }
} catch (error) {
  // A refusal's message is a sentence for people.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  terminal.close();
}

async function choose(parley: Parley, ask: Interface): Promise<Conversation | undefined> {
  const { teams } = await parley.api.auth.me.query();
  const lists = await Promise.all(teams.map(({ id }) => parley.api.conversation.list.query({ teamId: id })));
  const conversations = lists.flatMap(({ items }) => items);
  for (const [index, { title, unread }] of conversations.entries())
    console.log(`${index + 1}. ${title}${unread ? ` (${unread} new)` : ''}`);
  return conversations[Number(await ask.question('Conversation [1]: ')) - 1] ?? conversations[0];
}

/** Two things at once: what is typed goes out, what happens comes in. */
async function chat(parley: Parley, { id, title }: Conversation): Promise<void> {
  const { user } = await parley.api.auth.me.query();
  const screen = new Screen(user.id);
  const left = new AbortController();
  const handle = parley.conversation(id);
  const reading = (async () => {
    // Resumes by itself after a lost connection. Throws when access ends.
    for await (const event of handle.events({ signal: left.signal, limit: 10 })) screen.show(event);
  })();
  console.log(`\n# ${title}   (/stop stops a reply, /quit leaves)\n`);
  const typing = (async () => {
    for await (const line of { [Symbol.asyncIterator]: () => lines }) {
      if (line === '/quit') return;
      if (line === '/stop' && screen.writing) await parley.api.generation.stop.mutate({ generationId: screen.writing });
      else if (line && line !== '/stop') void handle.send(line).catch((error: Error) => console.error(`! ${error.message}`));
    }
  })();
  try {
    await Promise.race([reading, typing]);
  } finally {
    left.abort();
  }
}

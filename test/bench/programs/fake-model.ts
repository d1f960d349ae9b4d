/** The fake Ollama in a process of its own. What it is asked says how it answers (recipe.ts). Tells its address to whoever started it. */
import type { FakeChat } from '../../support/fake-ollama/chat.ts';
import { startFakeOllama } from '../../support/fake-ollama/fake-ollama.ts';
import { bodyOf } from '../../support/fake-ollama/recordings.ts';
import type { Recipe } from '../support/recipe.ts';
import { nowUs } from '../support/sample.ts';

const REAL_TOKENS = tokensOf('chat-long');
/** When each chat that was cut off was: by when the other side hung up. */
let lastHangUpUs = 0;

const fake = await startFakeOllama({ answer: perform });

process.on('message', ({ id, ask }: { id: number; ask?: 'url' | 'hang-up' }) => {
  if (ask === 'url') process.send?.({ id, answer: fake.url });
  if (ask === 'hang-up') process.send?.({ id, answer: lastHangUpUs });
});

async function perform(chat: FakeChat): Promise<void> {
  // Where several people talk, each message begins with a name.
  const recipe = JSON.parse(chat.question.slice(chat.question.indexOf('{'))) as Recipe;
  void chat.aborted.then(() => (lastHangUpUs = nowUs()));
  const startUs = recipe.startUs ?? nowUs();
  for (let sent = 0; chat.open && (sent < recipe.tokens || recipe.after === 'on');) {
    await until(chat, startUs + sent * recipe.everyMs * 1000);
    for (let n = 0; n < (recipe.burst ?? 1); n += 1) await chat.send(token(recipe, sent++));
  }
  if (recipe.after === 'open') await chat.closed;
  else await chat.finish();
}

/** By the clock, so that a late timer does not make all that follow late. */
async function until(chat: FakeChat, momentUs: number): Promise<void> {
  const ms = (momentUs - nowUs()) / 1000;
  if (ms > 0) await chat.wait(ms);
  else await new Promise((resolve) => setImmediate(resolve));
}

function token(recipe: Recipe, n: number): string {
  return recipe.stamped ? `${nowUs()};` : (REAL_TOKENS[n % REAL_TOKENS.length] ?? ' word');
}

function tokensOf(name: string): string[] {
  const lines = bodyOf(name).split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { message?: { content?: string } }).message?.content ?? '').filter(Boolean);
}

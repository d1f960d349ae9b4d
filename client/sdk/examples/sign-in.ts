/** Both examples begin alike: an address and an account, from the environment or asked for. */
import type { Interface } from 'node:readline/promises';
import { createParley, type Parley } from '../index.ts';

/** Reads PARLEY_URL, PARLEY_EMAIL and PARLEY_PASSWORD; `ask` is asked for what is missing. Throws ParleyRefusal. */
export async function signIn(ask: Pick<Interface, 'question'>): Promise<Parley> {
  const { PARLEY_URL, PARLEY_EMAIL, PARLEY_PASSWORD } = process.env;
  const url = PARLEY_URL ?? ((await ask.question('Address [http://127.0.0.1:3000]: ')) || 'http://127.0.0.1:3000');
  const email = PARLEY_EMAIL ?? (await ask.question('E-mail: '));
  const password = PARLEY_PASSWORD ?? (await ask.question('Password (shown as you type): '));
  const parley = createParley({ url });
  try {
    await parley.signIn({ email, password });
    return parley;
  } catch (error) {
    // An open client keeps a Node process alive: close what is not used.
    await parley.close();
    throw error;
  }
}

/** People who register and sign in over HTTP, each from an address of their own, so that only what a test is about is counted. Needs PARLEY_TRUST_PROXY. */
import { type Answer, ask, call } from './call.ts';
import { PASSWORD } from './person.ts';

let addresses = 0;
export const somewhere = () => ({ 'X-Forwarded-For': `198.51.${100 + (addresses >> 8)}.${addresses++ & 255}` });

export function entrance(url: () => string) {
  return {
    register: (email: string, headers: Record<string, string> = {}) =>
      call(url(), 'auth.register', { name: 'Some Person', email, password: PASSWORD }, { ...somewhere(), ...headers }),
    signIn: (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
      call(url(), 'auth.signIn', { email, password }, { ...somewhere(), ...headers }),
    me: (cookie: string) => ask(url(), 'auth.me', { cookie }),
  };
}

export function cookieOf(answer: Answer): string {
  if (answer.cookie === undefined) throw new Error(`no session: ${JSON.stringify(answer)}`);
  return answer.cookie;
}

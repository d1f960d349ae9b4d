/**
 * The one connection: when it is dialled, what its end means, and what the screen may say about it. tRPC asks `permit` before every dial and knows
 * nothing of delays; all of the policy is here and in policy.ts.
 */
import { ConnectionLost, type ParleyRefusal, standardRefusal } from './errors.ts';
import { Listeners } from './listeners.ts';
import { afterClose, RECONNECT } from './policy.ts';
import type { Socket, SocketKeeper } from './socket.ts';
import type { AccessChange, ConnectionState, PlaceChange } from './types.ts';
import type { Dial } from './wire.ts';

/** What the server says over HTTP about the session, asked when sockets fail: a browser does not show why an upgrade was refused. */
export type SessionCheck = 'alive' | 'ended' | 'unknown' | { waitMs: number };

export class Connection implements SocketKeeper {
  readonly dial: Dial;
  readonly #checkSession: () => Promise<SessionCheck>;
  readonly #listeners = new Listeners();
  readonly #hurries = new Listeners();
  readonly #cutListeners = new Set<(refusal: ParleyRefusal) => void>();
  readonly #sockets = new Set<Socket>();
  #current: ConnectionState = { state: 'idle' };
  #permit: PromiseWithResolvers<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Dials since a connection that was good, and failed ones since any. */
  #tries = 0;
  #failures = 0;
  #wasOpen = false;
  /** Not before this moment (milliseconds since 1970); a firm one holds even when a person asks. */
  #dialAt = 0;
  #firmUntil = 0;
  /** Who asks that nobody dials right now: the cookie is about to change, or the session is being looked at. */
  #holds = 0;
  #stopped = false;

  constructor(dial: Dial, checkSession: () => Promise<SessionCheck>) {
    this.dial = dial;
    this.#checkSession = checkSession;
  }

  get current(): ConnectionState {
    return this.#current;
  }

  /** Why calls are refused without asking the server. */
  get refusal(): ParleyRefusal | ConnectionLost | undefined {
    if (this.#stopped) return new ConnectionLost('closed');
    return this.#current.state === 'ended' ? this.#overRefusal : undefined;
  }

  /** Access that ended, or that never was. */
  get #overRefusal(): ParleyRefusal {
    return standardRefusal(this.#wasOpen ? 'SESSION_REVOKED' : 'UNAUTHENTICATED');
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Called when everything that runs over the socket has to end with a refusal. */
  onCut(listener: (refusal: ParleyRefusal) => void): () => void {
    this.#cutListeners.add(listener);
    return () => {
      this.#cutListeners.delete(listener);
    };
  }

  /** Resolves when it is time to dial; stays open while the session is over; rejects once stopped. */
  async permit(): Promise<void> {
    if (this.#stopped) throw new ConnectionLost('closed');
    this.#permit ??= Promise.withResolvers();
    const { promise } = this.#permit;
    this.#schedule();
    return promise;
  }

  /** Do not wait for the next try, nor whoever reads; and look whether what seems open still is. */
  retryNow(): void {
    this.#dialAt = 0;
    this.#schedule();
    this.check();
    this.#hurries.tell();
  }

  /** Called when somebody does not want to wait. */
  onHurry(listener: () => void): () => void {
    return this.#hurries.add(listener);
  }

  /** Whether what seems open still is: a network that went away does not say so to its sockets. */
  check(): void {
    for (const socket of this.#sockets) socket.check();
  }

  /** While `work` runs nobody dials, because the cookie may be another one after it. */
  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#holds += 1;
    try {
      return await work();
    } finally {
      this.#holds -= 1;
      this.#schedule();
    }
  }

  /** The cookie changed: whatever was dialled with the old one is dialled anew, and an ended session is over no more. */
  renew(): void {
    if (this.#stopped) return;
    this.#current = { state: 'idle' };
    this.#tries = 0;
    this.#failures = 0;
    this.#dialAt = 0;
    for (const socket of this.#sockets) socket.drop(4402);
    this.#schedule();
    this.#listeners.tell();
  }

  /** No connection until somebody signs in. */
  end(because?: AccessChange): void {
    if (this.#stopped || this.#current.state === 'ended') return;
    this.#set({ state: 'ended', reason: 'SESSION_REVOKED', ...(because && { because }) });
    clearTimeout(this.#timer);
    this.#cut(this.#overRefusal);
    for (const socket of this.#sockets) socket.drop(4401);
  }

  /** Asks over HTTP whether the session is still there, and ends the connection when it is not. */
  async verify(): Promise<boolean> {
    const found = await this.hold(() => this.#checkSession());
    if (found === 'ended') this.end();
    if (typeof found === 'object') this.#waitFor(found.waitMs, true);
    return found !== 'ended';
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#permit?.promise.catch(() => undefined);
    this.#permit?.reject(new ConnectionLost('closed'));
    this.#permit = undefined;
    for (const socket of this.#sockets) socket.drop(1000);
    this.#set({ state: 'idle' });
  }

  made(socket: Socket): void {
    this.#sockets.add(socket);
  }

  opened(): void {
    this.#failures = 0;
    this.#wasOpen = true;
    this.#set({ state: 'open' });
  }

  closed(socket: Socket, code: number, reason: string): void {
    this.#sockets.delete(socket);
    if (this.#stopped || this.#current.state === 'ended') return;
    const { openedAt } = socket;
    if (openedAt !== undefined && Date.now() - openedAt >= RECONNECT.stableMs) this.#tries = 0;
    // tRPC dials again in the same moment if anybody needs it; then the state says so before anybody is told.
    if (openedAt !== undefined) this.#set({ state: 'idle' });
    else this.#failed();
    this.#judge(code, reason);
  }

  #judge(code: number, reason: string): void {
    const verdict = afterClose(code, this.#tries, Math.random);
    switch (verdict.kind) {
      case 'end':
        return this.end(changeIn(reason));
      case 'refuse':
        return this.#cut(standardRefusal('FORBIDDEN'));
      case 'dial':
        this.#waitFor(verdict.inMs, verdict.firm);
    }
  }

  /** Two failed dials in a row, or the very first one, may mean that the session is over. */
  #failed(): void {
    this.#failures += 1;
    const suspicious = this.#failures % 2 === 0 || !this.#wasOpen;
    if (suspicious) void this.verify();
  }

  #cut(refusal: ParleyRefusal): void {
    for (const listener of [...this.#cutListeners]) listener(refusal);
  }

  #waitFor(ms: number, firm: boolean): void {
    this.#dialAt = Math.max(this.#dialAt, Date.now() + ms);
    if (firm) this.#firmUntil = this.#dialAt;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#permit || this.#holds > 0 || this.#stopped || this.#current.state === 'ended') return;
    const at = Math.max(this.#dialAt, this.#firmUntil);
    const waitMs = at - Date.now();
    this.#connecting(waitMs > 0 ? at : undefined);
    if (waitMs > 0) this.#timer = setTimeout(() => this.#grant(), waitMs);
    else this.#grant();
  }

  #grant(): void {
    this.#tries += 1;
    this.#connecting(undefined);
    this.#permit?.resolve();
    this.#permit = undefined;
  }

  #connecting(nextTryAt: number | undefined): void {
    const since = this.#current.state === 'connecting' ? this.#current.since : Date.now();
    this.#set({ state: 'connecting', since, attempt: this.#tries, ...(nextTryAt !== undefined && { nextTryAt }) });
  }

  #set(state: ConnectionState): void {
    this.#current = state;
    this.#listeners.tell();
  }
}

const PLACE_CHANGES: readonly PlaceChange[] = ['parted', 'changed', 'suspended', 'deleted'];

/** The server says so when a membership is why (the kind, then the team's id), or the account (`disabled`). */
function changeIn(reason: string): AccessChange | undefined {
  if (reason === 'disabled') return { kind: 'disabled' };
  const [, word, teamId] = /^([a-z]+) ([0-9a-z]{20})$/.exec(reason) ?? [];
  const kind = PLACE_CHANGES.find((each) => each === word);
  return kind !== undefined && teamId !== undefined ? { kind, teamId } : undefined;
}

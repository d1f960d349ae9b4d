import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';

/**
 * What a call can see before it is decided who makes it. For a socket tRPC builds this once per connection, so nothing in it may speak of rights:
 * only where the call comes from and which session it presents.
 */
export interface Context {
  app: App;
  connection: Connection;
  /** Only over HTTP: a call that changes the session cookie needs it. */
  http?: HttpAnswer | undefined;
}

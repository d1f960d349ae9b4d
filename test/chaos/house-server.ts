/** The server inside this process, for what can only be done there: its clock is in our hands. Its kills are restarts. */
import { type Parley, startParley } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/house.ts';
import type { Server } from './server.ts';

const NO_PAGES = fileURLToPath(new URL('../support/no-pages/', import.meta.url));

export class HouseServer implements Server {
  readonly url: string;
  readonly problems: string[] = [];
  /** How far the server's clock is from the real one. */
  offsetMs = 0;
  readonly #settings: Record<string, string>;
  #parley: Parley | undefined;

  private constructor(port: number, folder: string, settings: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#settings = { ...settings, PARLEY_DATA: folder, PORT: String(port), LOG_LEVEL: 'silent', PARLEY_DRAIN_SECONDS: '0' };
  }

  static readonly prepare = async (folder: string, settings: Record<string, string>): Promise<HouseServer> =>
    new HouseServer(await freePort(), folder, settings);

  async start(): Promise<void> {
    const clock = { now: () => Date.now() + this.offsetMs };
    this.#parley = await startParley(readConfig(this.#settings), { clock, clientFolder: NO_PAGES });
    await this.#parley.app.models.ready;
  }

  async kill(): Promise<void> {
    await this.#parley?.stop();
    this.#parley = undefined;
  }

  async stop(): Promise<number> {
    await this.kill();
    return 0;
  }

  jump(byMs: number): void {
    this.offsetMs += byMs;
  }

  note(): void {
    // Nothing is logged.
  }
}

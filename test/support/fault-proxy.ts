/**
 * A network that goes wrong, over real TCP, between any two: clients and the server, the server and the model server. What happens to a connection
 * is chosen when it is made (`trouble`); `cut`, `stall` and `flow` happen to all that are open. Bytes that do pass are never changed, but for garbage.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Way = 'toClient' | 'toServer';

/** At this byte of this way: */
export type Trouble = { way: Way; atByte: number } & (
  | /** both sides are closed, properly or with a reset; */ { kind: 'end' | 'reset' }
  /** nothing passes any more either way, and nobody is told; */
  | { kind: 'stall' }
  /** who sends is cut off, and who receives is not told; */
  | { kind: 'halfOpen' }
  /** bytes that are no text in any encoding come instead of the rest; */
  | { kind: 'garbage' }
  /** from there on each chunk waits so many milliseconds. */
  | { kind: 'slow'; ms: number }
);

const GARBAGE = 0xff;

export class FaultProxy implements AsyncDisposable {
  /** Troubles that happened, by kind; `cut` counts connections that `cut` broke. */
  readonly happened: Record<Trouble['kind'] | 'cut', number> = { cut: 0, end: 0, reset: 0, stall: 0, halfOpen: 0, garbage: 0, slow: 0 };
  /** Every byte that a side sent, before anything happens to it. */
  tap: ((bytes: Buffer, way: Way) => void) | undefined;
  #trouble: () => Trouble | undefined;
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  #stalled = false;

  private constructor(target: string, trouble: () => Trouble | undefined) {
    this.#trouble = trouble;
    const { hostname, port } = new URL(target);
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#join(client, Number(port), hostname));
  }

  /** `trouble` is asked for each connection as it is made. */
  static async open(target: string, trouble: () => Trouble | undefined = () => undefined): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, trouble);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Connections that were broken in one way or another. */
  get cuts(): number {
    const { cut, end, reset, halfOpen, garbage } = this.happened;
    return cut + end + reset + halfOpen + garbage;
  }

  /** What connections made from now on meet. */
  expect(trouble: () => Trouble | undefined): void {
    this.#trouble = trouble;
  }

  /** From now on nothing goes wrong: what is broken or may still break is cut a last time. */
  mend(): void {
    this.expect(() => undefined);
    this.flow();
    for (const line of [...this.#lines]) if (line.trouble) line.destroy();
  }

  cut(how: 'end' | 'reset' = 'reset'): void {
    this.happened.cut += this.#lines.size;
    for (const line of [...this.#lines]) line.destroy(how);
  }

  /** Nothing passes, nobody is told. */
  stall(): void {
    this.#stalled = true;
    for (const line of this.#lines) line.stall();
  }

  flow(): void {
    this.#stalled = false;
    for (const line of this.#lines) line.flow();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const line of [...this.#lines]) line.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, port: number, host: string): void {
    const server = connect({ port, host, allowHalfOpen: true });
    const line = new Line(client, server, this.#trouble(), {
      heard: (bytes, way) => this.tap?.(bytes, way),
      happened: (kind) => (this.happened[kind] += 1),
      over: () => this.#lines.delete(line),
    });
    this.#lines.add(line);
    if (this.#stalled) line.stall();
  }
}

interface LineKeeper {
  heard(bytes: Buffer, way: Way): void;
  happened(kind: Trouble['kind']): void;
  over(): void;
}

/** One connection through the proxy. */
class Line {
  readonly trouble: Trouble | undefined;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #keeper: LineKeeper;
  readonly #timers = new Set<NodeJS.Timeout>();
  #orphaned = false;

  constructor(client: Socket, server: Socket, trouble: Trouble | undefined, keeper: LineKeeper) {
    this.#client = client;
    this.#server = server;
    this.trouble = trouble;
    this.#keeper = keeper;
    this.#pass(client, server, 'toServer');
    this.#pass(server, client, 'toClient');
  }

  stall(): void {
    this.#client.pause();
    this.#server.pause();
  }

  flow(): void {
    this.#client.resume();
    this.#server.resume();
  }

  destroy(how: 'end' | 'reset' = 'end'): void {
    for (const socket of [this.#client, this.#server]) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
    }
    for (const timer of this.#timers) clearTimeout(timer);
    this.#keeper.over();
  }

  #pass(from: Socket, to: Socket, way: Way): void {
    let passed = 0;
    from.on('error', () => this.#lost());
    from.on('close', () => this.#lost());
    from.on('end', () => to.end());
    from.on('data', (bytes: Buffer) => {
      this.#keeper.heard(bytes, way);
      const { trouble } = this;
      const before = passed;
      passed += bytes.length;
      if (trouble?.way !== way || passed <= trouble.atByte) return this.#write(from, to, bytes);
      const at = Math.max(0, trouble.atByte - before);
      if (before <= trouble.atByte) this.#keeper.happened(trouble.kind);
      this.#go(trouble, { from, to, bytes, at });
    });
  }

  /** `at`: the first of these bytes that trouble is for. */
  #go(trouble: Trouble, { from, to, bytes, at }: { from: Socket; to: Socket; bytes: Buffer; at: number }): void {
    const good = bytes.subarray(0, at);
    switch (trouble.kind) {
      case 'end':
      case 'reset':
        // What came before goes out first, so that a frame is cut at exactly this byte.
        from.pause();
        to.write(good, () => this.destroy(trouble.kind === 'reset' ? 'reset' : 'end'));
        return;
      case 'stall':
        to.write(good);
        return this.stall();
      case 'halfOpen':
        to.write(good);
        this.#orphaned = true;
        from.destroy();
        return;
      case 'garbage':
        return this.#write(from, to, Buffer.concat([good, Buffer.alloc(bytes.length - at, GARBAGE)]));
      case 'slow':
        return this.#later(from, to, bytes, trouble.ms);
    }
  }

  #write(from: Socket, to: Socket, bytes: Buffer): void {
    if (to.write(bytes)) return;
    from.pause();
    to.once('drain', () => from.resume());
  }

  /** Nothing is read meanwhile, so the order stays. */
  #later(from: Socket, to: Socket, bytes: Buffer, ms: number): void {
    from.pause();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      from.resume();
      this.#write(from, to, bytes);
    }, ms);
    this.#timers.add(timer);
  }

  /** One side is gone: so is the other, unless it is not to know. */
  #lost(): void {
    if (!this.#orphaned) this.destroy();
    else if (this.#client.destroyed && this.#server.destroyed) this.#keeper.over();
  }
}

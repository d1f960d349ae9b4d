/** A network between client and server that breaks: every connection through it is cut after so many bytes of the server's. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class CuttingProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** Bytes the next connection lets through. */
  #nextBudget: () => number;
  cuts = 0;

  private constructor(target: string, nextBudget: () => number) {
    this.#nextBudget = nextBudget;
    const { hostname, port } = new URL(target);
    this.#server = createServer((client) => this.#join(client, connect(Number(port), hostname)));
  }

  static async open(target: string, nextBudget: () => number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target, nextBudget);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on nothing is cut. */
  mend(): void {
    this.#nextBudget = () => Number.POSITIVE_INFINITY;
    this.cut();
  }

  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket, server: Socket): void {
    let left = this.#nextBudget();
    this.#open.add(client);
    const end = () => {
      this.#open.delete(client);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    client.pipe(server);
    server.on('data', (data: Buffer) => {
      client.write(left < data.length ? data.subarray(0, left) : data);
      left -= data.length;
      if (left > 0) return;
      this.cuts += 1;
      // What was written goes out first, so that frames are cut anywhere.
      client.end(end);
    });
  }
}

/** Numbers that look like chance and are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

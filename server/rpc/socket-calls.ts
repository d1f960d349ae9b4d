/**
 * tRPC's protocol on one socket (trpc.io/docs/server/websockets), with tRPC's own parser, procedures and errors. Its adapter keeps eight KiB of closures
 * and promises for each subscription, most of what a tab that waits would cost; here it is a few hundred bytes.
 */
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, isTrackedEnvelope, TRPCError } from '@trpc/server';
import { parseTRPCMessage, type TRPCClientOutgoingMessage, type TRPCRequestMessage } from '@trpc/server/rpc';
import { WIRE } from '../../shared/limits.ts';
import type { Context } from './context.ts';
import { parleyRouter } from './router.ts';
import { beginningOf, Contents, dataMessage } from './wire.ts';

interface Outlet {
  /** Says nothing when the socket is not open any more. */
  send(text: string): void;
}

/** What an answer has to know of its call; of what is no call, next to nothing. */
interface Call {
  id: TRPCRequestMessage['id'];
  jsonrpc?: TRPCRequestMessage['jsonrpc'] | undefined;
  method?: TRPCRequestMessage['method'];
  params?: TRPCRequestMessage['params'];
}

const config = parleyRouter._def._config;
const NOBODYS: Call = { id: null };

export class SocketCalls {
  /** It holds no right: who calls is asked on each call. */
  readonly #context: Context;
  readonly #outlet: Outlet;
  readonly #subscriptions = new Map<Call['id'], AbortController>();

  constructor(context: Context, outlet: Outlet) {
    this.#context = context;
    this.#outlet = outlet;
  }

  hear(text: string): void {
    // How tRPC's client asks whether anybody is there.
    if (text === 'PING') this.#outlet.send('PONG');
    else if (text !== 'PONG') for (const [index, message] of this.#messagesIn(text).entries()) this.#take(message, index);
  }

  /** The socket is gone. Calls go on, subscriptions end. */
  end(): void {
    for (const stop of this.#subscriptions.values()) stop.abort();
  }

  #messagesIn(text: string): TRPCClientOutgoingMessage[] {
    let sent: unknown[] = [];
    try {
      const parsed: unknown = JSON.parse(text);
      sent = Array.isArray(parsed) ? parsed : [parsed];
      if (sent.length > WIRE.maxCallsPerFrame) throw new TRPCError({ code: 'BAD_REQUEST' });
      return sent.map((one) => parseTRPCMessage(one, config.transformer));
    } catch (cause) {
      const error = cause instanceof TRPCError ? cause : new TRPCError({ code: 'PARSE_ERROR', cause });
      // Whoever waits for an answer to one of too many is told; of what is no call nobody does.
      const callers = cause === error ? sent.filter(isCall) : [];
      for (const call of callers.length > 0 ? callers : [NOBODYS]) this.#refuse(call, error);
      return [];
    }
  }

  #take(message: TRPCClientOutgoingMessage, index: number): void {
    if (message.id === null) this.#refuse(NOBODYS, new TRPCError({ code: 'PARSE_ERROR' }));
    else if (message.method === 'subscription.stop') this.#subscriptions.get(message.id)?.abort();
    else if (message.method === 'subscription') void this.#subscribe(message, index);
    else void this.#answer(message, index);
  }

  async #answer(call: TRPCRequestMessage, index: number): Promise<void> {
    try {
      this.#say(call, { type: 'data', data: await this.#run(call, index) });
    } catch (cause) {
      this.#refuse(call, cause);
    }
  }

  async #subscribe(call: TRPCRequestMessage, index: number): Promise<void> {
    if (this.#subscriptions.has(call.id)) return this.#refuse(call, new TRPCError({ code: 'BAD_REQUEST' }));
    const stop = new AbortController();
    this.#subscriptions.set(call.id, stop);
    try {
      const frames = (await this.#run(call, index, stop.signal)) as AsyncIterable<unknown>;
      if (!stop.signal.aborted) this.#say(call, { type: 'started' });
      // Not waited for here: this call would wait with it.
      void this.#bring({ id: call.id, jsonrpc: call.jsonrpc }, frames[Symbol.asyncIterator](), stop.signal);
    } catch (cause) {
      this.#subscriptions.delete(call.id);
      if (stop.signal.aborted) this.#say(call, { type: 'stopped' });
      else this.#refuse(call, cause);
    }
  }

  /** Until either side ends it. The iterators listen to the signal themselves. */
  async #bring(call: Call, frames: AsyncIterator<unknown>, signal: AbortSignal): Promise<void> {
    const wire = beginningOf(call);
    const take = ({ done, value }: IteratorResult<unknown>) => !done && !signal.aborted && this.#frame(wire, value);
    try {
      while (!signal.aborted && (await frames.next().then(take)));
    } catch (cause) {
      if (!signal.aborted) this.#refuse(call, cause);
    }
    this.#subscriptions.delete(call.id);
    await frames.return?.().catch((error: unknown) => this.#context.app.log.error({ err: error }, 'subscription.end'));
    this.#say(call, { type: 'stopped' });
  }

  #frame(wire: string, value: unknown): true {
    if (!isTrackedEnvelope(value)) throw new Error('a frame without an id would erase the cursor of the client');
    const [id, contents] = value;
    if (contents instanceof Contents) contents.onWire(wire);
    this.#outlet.send(dataMessage(wire, { id, json: JSON.stringify(contents) }));
    return true;
  }

  async #run(
    { method, params: { path, input, lastEventId } }: TRPCRequestMessage,
    batchIndex: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const whole = lastEventId === undefined ? input : resumed(input, lastEventId);
    const getRawInput = () => Promise.resolve(whole);
    return callTRPCProcedure({ router: parleyRouter, path, getRawInput, ctx: this.#context, type: method, signal, batchIndex });
  }

  #say({ id, jsonrpc }: Call, result: object): void {
    this.#outlet.send(JSON.stringify({ id, jsonrpc, result }));
  }

  /** The error edge logs what is a bug; what remains here are calls that are none. */
  #refuse({ id, jsonrpc, method, params }: Call, cause: unknown): void {
    const error = getTRPCErrorFromUnknown(cause);
    const about = { type: method ?? ('unknown' as const), path: params?.path, input: params?.input };
    this.#context.app.log.debug({ code: error.code, path: about.path }, 'socket.error');
    this.#outlet.send(JSON.stringify({ id, jsonrpc, error: getTRPCErrorShape({ config, error, ctx: this.#context, ...about }) }));
  }
}

/** What tRPC's client says beside the input when it comes back. */
function resumed(input: unknown, lastEventId: string): unknown {
  return typeof input === 'object' && input !== null ? { ...input, lastEventId } : (input ?? { lastEventId });
}

function isCall(sent: unknown): sent is Call {
  const id = typeof sent === 'object' && sent !== null && 'id' in sent ? sent.id : undefined;
  return typeof id === 'number' || typeof id === 'string';
}

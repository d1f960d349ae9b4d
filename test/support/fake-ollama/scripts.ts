/** Ready-made answers: what a model server does on good and on bad days. A script is a function over the exchange, so anything else is one too. */
import type { Exchange } from './exchange.ts';
import type { FakeChat } from './chat.ts';
import { bodyOf, recording } from './recordings.ts';

export type Script<E extends Exchange = Exchange> = (exchange: E) => void | Promise<void>;
export type ChatScript = Script<FakeChat>;

const letChunkGo = () => new Promise((resolve) => setImmediate(resolve));

/** Replays a recording byte for byte, chunk by chunk; `times` keeps the recorded pauses. A broken one breaks where it broke. */
export function play(name: string, options: { times?: boolean } = {}): Script {
  return async (exchange) => {
    const { response, chunks, ended } = recording(name);
    let nowMs = 0;
    const until = async (ms: number) => {
      if (options.times) await exchange.wait(ms - nowMs);
      nowMs = ms;
    };
    await until(response.afterMs);
    exchange.head({ status: response.status, headers: playable(response.headers) });
    for (const [atMs, text] of chunks) {
      await until(atMs);
      await exchange.write(text);
      await letChunkGo();
    }
    if (ended === 'complete') exchange.end();
    else exchange.cut('eof');
  };
}

/** `connection: close` belongs to who recorded. */
function playable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'connection' && name !== 'transfer-encoding'));
}

/** A whole answer in words, at a pace of `pieceMs` (0: as fast as it goes), after `headMs` of silence. */
export function says(text: string, options: { thinking?: string; pieceMs?: number; headMs?: number; reason?: string } = {}): ChatScript {
  return async (chat) => {
    if (options.headMs) await chat.wait(options.headMs);
    const pause = () => (options.pieceMs ? chat.wait(options.pieceMs) : letChunkGo());
    for (const piece of words(options.thinking ?? '')) await chat.think(piece).then(pause);
    for (const piece of words(text)) await chat.send(piece).then(pause);
    await chat.finish(options.reason === undefined ? {} : { reason: options.reason });
  };
}

function words(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/gu) ?? [];
}

/** Never a byte, not even a head: a queue, or a model that loads for ever. */
export function silence(): Script {
  return (exchange) => exchange.closed;
}

/** Silence of `ms`, then what `script` does. */
export function slowHead<E extends Exchange>(ms: number, script: Script<E>): Script<E> {
  return async (exchange) => {
    await exchange.wait(ms);
    await script(exchange);
  };
}

/** The head and some pieces, then nothing more. */
export function hangsAfter(pieces: string[]): ChatScript {
  return async (chat) => {
    for (const piece of pieces) await chat.send(piece);
    await chat.closed;
  };
}

/** Breaks after `count` chunks of a recording; `midLine` leaves half a line behind. */
export function cutAfter(name: string, count: number, how: 'eof' | 'reset', midLine = false): Script {
  return async (exchange) => {
    const chunks = recording(name).chunks.map(([, text]) => text);
    for (const text of chunks.slice(0, count)) await exchange.write(text);
    if (midLine) await exchange.write((chunks[count] ?? '{"mod').slice(0, 40));
    await exchange.wait(20);
    exchange.cut(how);
  };
}

/** An answer that is an error. */
export function status(code: number, error: string): Script {
  return (exchange) => exchange.json(code, { error });
}

/** An answer that no Ollama gives: another server stands there. */
export function html(code = 200): Script {
  return (exchange) => exchange.whole(code, '<!doctype html><title>Router</title><h1>Welcome</h1>', 'text/html');
}

export function redirect(to: string): Script {
  return (exchange) => {
    exchange.head({ status: 302, headers: { location: to } });
    exchange.end();
  };
}

export function garbageLine(): ChatScript {
  return async (chat) => {
    await chat.send('Good');
    await chat.write('{"message": {"content": "bad", nonsense\n');
    await chat.send(' never shown');
    await chat.finish();
  };
}

/** A line of JSON that is no part of a chat. */
export function strangeLine(): ChatScript {
  return async (chat) => {
    await chat.send('Good');
    await chat.line({ message: { role: 'assistant', content: 42 }, done: false });
    await chat.finish();
  };
}

/** One line of `bytes` bytes. */
export function hugeLine(bytes = 10 * 1024 * 1024): ChatScript {
  return async (chat) => {
    await chat.send('Good');
    await chat.send('x'.repeat(bytes));
    await chat.finish();
  };
}

/** `count` pieces, then the line a real server writes when the model's process dies. */
export function errorLineAfter(count: number, error?: string): ChatScript {
  return async (chat) => {
    for (let n = 0; n < count; n += 1) await chat.send(`piece${n} `);
    await chat.fail(error);
  };
}

/** Two last lines, with different counts. */
export function duplicateDone(): ChatScript {
  return async (chat) => {
    await chat.send('Once');
    await chat.last({ outputTokens: 1 });
    await chat.finish({ outputTokens: 99, reason: 'length' });
  };
}

/** Pieces after the last line. */
export function tokensAfterDone(): ChatScript {
  return async (chat) => {
    await chat.send('Enough');
    await chat.last();
    await chat.send(' and never this');
    await chat.fail();
  };
}

/** A proper end without a last line: the repeat guard, or a runner that went quietly. */
export function noLastLine(pieces: string[] = ['Half', ' a sen']): ChatScript {
  return async (chat) => {
    for (const piece of pieces) await chat.send(piece);
    chat.end();
  };
}

/** Every byte of a recording in a chunk of its own: splits JSON and UTF-8 wherever that can be done. */
export function byteByByte(name = 'chat-unicode'): Script {
  return async (exchange) => {
    for (const byte of Buffer.from(bodyOf(name))) await exchange.write(Uint8Array.of(byte));
    exchange.end();
  };
}

/** The same words until somebody ends it. */
export function endless(word = 'again '): ChatScript {
  return async (chat) => {
    while (chat.open) {
      await chat.send(word);
      await letChunkGo();
    }
  };
}

export function thinkingOnly(thoughts = 'Hmm, let me see.'): ChatScript {
  return says('', { thinking: thoughts });
}

export function empty(): ChatScript {
  return (chat) => chat.finish();
}

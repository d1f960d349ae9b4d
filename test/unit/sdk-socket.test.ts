import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Socket } from '../../client/sdk/socket.ts';
import type { WireEvents } from '../../client/sdk/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An open connection whose other side can be heard from by hand. */
function opened() {
  const sent: string[] = [];
  const codes: number[] = [];
  let wire: WireEvents | undefined;
  const socket = new Socket('ws://127.0.0.1:9', {
    dial: (_url, events) => {
      wire = events;
      return { send: (text) => sent.push(text), close: () => undefined, terminate: () => undefined };
    },
    made: () => undefined,
    opened: () => undefined,
    closed: (_socket, code) => codes.push(code),
  });
  wire?.opened();
  return { socket, sent, codes, hear: (text: string) => wire?.received(text) };
}

test('RESUME-1 a dead connection is let go of however often somebody asks to try now', async () => {
  const { socket, codes } = opened();
  for (let second = 0; second < 6; second += 1) {
    socket.check();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(codes).toEqual([1006]);
});

test('RESUME-2 a connection that answers is kept, and asked anew the next time', async () => {
  const { socket, codes, sent, hear } = opened();
  for (let second = 0; second < 20; second += 1) {
    socket.check();
    await vi.advanceTimersByTimeAsync(1_000);
    hear('PONG');
  }
  expect(codes).toEqual([]);
  expect(sent).toHaveLength(20);
});

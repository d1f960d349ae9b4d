/** Sockets on Node: the ws package, because it can send the session cookie along and let go of a dead connection. Never loaded by a browser. */
import { WebSocket } from 'ws';
import { RECONNECT } from './policy.ts';
import type { Wire, WireEvents } from './wire.ts';

export function dialFromNode(url: string, events: WireEvents, cookie: string | undefined): Wire {
  const headers = cookie === undefined ? {} : { cookie };
  const socket = new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: RECONNECT.dialMs });
  socket.on('open', () => events.opened());
  // Text frames come as one buffer.
  socket.on('message', (data) => events.received(data instanceof Buffer ? data.toString() : ''));
  // The close that follows says what is needed.
  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => events.closed(code, reason.toString()));
  return { send: (text) => socket.send(text), close: () => socket.close(), terminate: () => socket.terminate() };
}

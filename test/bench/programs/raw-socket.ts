/** The reference for sockets: ws and nothing else. Sends what it is told to everybody, answers `{"bytes":n}` with one frame of that many, drops everybody. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { nowUs } from '../support/sample.ts';

type Order =
  | { ask: 'url' }
  /** `perRound` sends of `text` to each socket, `rounds` times, `everyMs` apart. */
  | { ask: 'broadcast'; text: string; perRound: number; rounds: number; everyMs: number }
  /** socket.destroy() of each; the answer is when it began, nowUs(). */
  | { ask: 'destroy' };

const server = createServer();
const wss = new WebSocketServer({ server, perMessageDeflate: false });
wss.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { bytes } = JSON.parse(data.toString('utf8')) as { bytes: number };
    socket.send('x'.repeat(bytes));
  });
});
await new Promise<void>((resolve) => server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', 511, resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

process.on('message', (message: { id: number } & Order) => {
  if ('ask' in message) void obey(message).then((answer) => process.send?.({ id: message.id, answer }));
});

async function obey(order: Order): Promise<unknown> {
  switch (order.ask) {
    case 'url':
      return url;
    case 'broadcast': {
      // A text that ws has to put into bytes once for each socket would cost more than one built beforehand.
      const built = Buffer.from(order.text);
      for (let round = 0; round < order.rounds; round += 1) {
        for (const socket of wss.clients) for (let n = 0; n < order.perRound; n += 1) socket.send(built, { binary: false });
        await pause(order.everyMs);
      }
      return true;
    }
    case 'destroy': {
      const sinceUs = nowUs();
      for (const socket of wss.clients) socket.terminate();
      return sinceUs;
    }
  }
}

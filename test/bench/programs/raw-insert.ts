/** The reference for a message that is acknowledged: a row of the same text in a database with synchronous=FULL, then the text back over ws. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { WebSocketServer } from 'ws';

const file = new Sqlite(path.join(process.env['FOLDER'] ?? '.', 'reference.db'));
file.pragma('journal_mode = WAL');
file.pragma('synchronous = FULL');
file.exec('create table messages (seq integer primary key, text text not null)');
const insert = file.prepare<[string]>('insert into messages (text) values (?)');

const server = createServer();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    insert.run(text);
    socket.send(text);
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.on('message', ({ id, ask }: { id: number; ask?: 'url' }) => {
  if (ask) process.send?.({ id, answer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

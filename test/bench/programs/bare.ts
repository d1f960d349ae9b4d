/** The reference for a footprint: Node with the same three things and no product: an HTTP server, ws, an open database. */
import { createServer } from 'node:http';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { WebSocketServer } from 'ws';

const file = new Sqlite(path.join(process.env['FOLDER'] ?? '.', 'bare.db'));
file.pragma('journal_mode = WAL');
file.exec('create table if not exists messages (seq integer primary key, text text not null)');
const insert = file.prepare<[string]>('insert into messages (text) values (?)');
const server = createServer((_request, answer) => answer.end('ok'));
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    insert.run(data.toString('utf8'));
    socket.send(data.toString('utf8'));
  });
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');

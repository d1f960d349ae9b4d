/** The reference for a streamed answer: HTTP in, HTTP out, and nothing looked at. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const upstream = process.env['UPSTREAM'] ?? '';
const server = createServer((asked, answer) => {
  const passed = request(
    `${upstream}${asked.url ?? '/'}`,
    { method: asked.method, headers: { 'content-type': 'application/json' } },
    (from) => {
      answer.writeHead(from.statusCode ?? 502, { 'content-type': 'application/x-ndjson' });
      from.pipe(answer);
    },
  );
  asked.pipe(passed);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.on('message', ({ id, ask }: { id: number; ask?: 'url' }) => {
  if (ask) process.send?.({ id, answer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

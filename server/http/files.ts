/**
 * Files, beside tRPC because they do not fit into its frames. `POST /files/<conversationId>`: the body is the bytes, sent as `application/octet-stream`, `X-File-Name` what they are called
 * (percent-encoded), the answer `{file}`. `GET` and `HEAD /files/<fileId>`: the bytes. `DELETE`: one's own, while it is not sent.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { OpenedFile } from '../../db/store.ts';
import { Refusal, refuse } from '../../shared/errors.ts';
import { conversationId, fileId, type FileId } from '../../shared/ids.ts';
import { FILES } from '../../shared/limits.ts';
import type { Principal } from '../auth/principal.ts';
import { openFile } from '../domain/open-file.ts';
import { removeFile } from '../domain/remove-file.ts';
import { uploadFile } from '../domain/upload-file.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { type Asked, recordRefusal, requestIdOf } from '../rpc/record-refusal.ts';
import { answerJson, answerRefusal } from './answer.ts';
import { disposition, fileNameIn } from './file-name.ts';

interface Call {
  app: App;
  connection: Connection;
  request: IncomingMessage;
  response: ServerResponse;
  /** What stands after `/files/`. */
  id: string;
}

/** What is left of a body that nobody wants is let pass for this long, so that the answer is heard. */
const DRAIN_MS = 2_000;

/** Answers a request that was let in at the door. */
export async function answerFiles(call: Call): Promise<void> {
  const asked: Asked = { action: call.request.method === 'POST' ? 'message.send' : 'conversation.read' };
  try {
    asked.who = await whoCalls(call);
    await answer(call, asked, asked.who);
  } catch (error) {
    if (error instanceof Refusal && !call.connection.dead) recordRefusal(call, asked, error);
    if (wentAway(call)) return;
    if (!(error instanceof Refusal)) throw error;
    refused(call, error);
  }
}

/** The same gate as before every procedure: a connection that was cut does nothing more, and the database is asked who calls. */
async function whoCalls({ app, connection }: Call): Promise<Principal> {
  const turn = connection.calls.take();
  if (!turn.taken) refuse('RATE_LIMITED', undefined, { retryAfter: turn.retryAfter });
  const who = connection.credential && (await app.auth.authenticate(connection.credential));
  if (!who) refuse(connection.credential ? 'SESSION_REVOKED' : 'UNAUTHENTICATED');
  if (connection.dead) refuse('SESSION_REVOKED');
  connection.userId = who.userId;
  return who;
}

async function answer(call: Call, asked: Asked, who: Principal): Promise<void> {
  const { app, request, response } = call;
  switch (request.method) {
    case 'POST':
      return receive(call, asked, who);
    case 'GET':
    case 'HEAD':
      mayDownload(call, who);
      return send(call, await openFile(app, who, named(call, asked)));
    case 'DELETE':
      await removeFile(app, who, named(call, asked));
      return answerJson(response, 200, {});
    default:
      response.setHeader('Allow', 'GET, HEAD, POST, DELETE');
      return answerJson(response, 405, {});
  }
}

/** What is no id is answered like one that does not exist (ACCESS-2). */
function named({ id }: Call, asked: Asked): FileId {
  const { data } = fileId.safeParse(id);
  if (data === undefined) refuse('NOT_FOUND');
  asked.ref = { kind: 'file', fileId: data };
  return data;
}

async function receive({ app, connection, request, response, id }: Call, asked: Asked, who: Principal): Promise<void> {
  const { data: to } = conversationId.safeParse(id);
  if (to === undefined) refuse('NOT_FOUND');
  asked.ref = { kind: 'conversation', conversationId: to };
  const name = fileNameIn(request.headers['x-file-name']);
  if (Number(request.headers['content-length'] ?? 0) > FILES.maxBytes)
    refuse('TOO_LARGE', `A file has at most ${FILES.maxBytes / 1024 / 1024} MB.`);
  const receiving = app.live.count((each) => each.receiving && each.userId === who.userId);
  if (receiving >= FILES.uploadsAtOnce) refuse('RATE_LIMITED', `At most ${FILES.uploadsAtOnce} files at a time.`, { retryAfter: 1 });
  connection.receiving = true;
  const file = await uploadFile(app, who, { conversationId: to, name }, arriving(request));
  answerJson(response, 200, { file });
}

function mayDownload({ app, connection }: Call, who: Principal): void {
  const sending = app.live.count((each) => each.sending && each.userId === who.userId);
  if (sending >= FILES.downloadsAtOnce) refuse('RATE_LIMITED', `At most ${FILES.downloadsAtOnce} files at a time.`, { retryAfter: 1 });
  connection.sending = true;
}

/** Refusing in the middle leaves the connection open for the answer. */
async function* arriving(request: IncomingMessage): AsyncGenerator<Uint8Array, void, undefined> {
  const stalled = setTimeout(() => request.destroy(), FILES.stalledMs);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      stalled.refresh();
      yield chunk as Uint8Array;
    }
  } finally {
    clearTimeout(stalled);
  }
}

/**
 * Only pictures of the four kinds are shown, under the type their bytes have; everything else is offered for saving. Whatever it is, nothing in it runs or
 * loads (INPUT-4). A browser may keep the bytes and has to ask each time whether it still may show them.
 */
async function send({ request, response }: Call, { file, version, handle, decide }: OpenedFile & { decide(): void }): Promise<void> {
  await using _closed = { [Symbol.asyncDispose]: () => handle.close().catch(() => undefined) };
  // Opening it took a moment, and a name is a part of it, too.
  decide();
  const etag = `"${version}"`;
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('ETag', etag);
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Content-Disposition', disposition(file.type === 'image' ? 'inline' : 'attachment', file.name));
  response.setHeader('Content-Type', file.type === 'text' ? `${file.mime}; charset=utf-8` : file.mime);
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  response.setHeader('Content-Length', file.size);
  if (request.method === 'HEAD') return void response.writeHead(200).end();
  response.setTimeout(FILES.stalledMs, () => response.destroy());
  response.writeHead(200);
  await pipeline(whileAllowed(handle.createReadStream({ autoClose: false }), decide), response);
}

async function* whileAllowed(bytes: AsyncIterable<Uint8Array>, decide: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of bytes) {
    decide();
    yield chunk;
  }
}

function wentAway({ connection, request, response }: Call): boolean {
  return connection.dead || response.destroyed || (request.destroyed && !request.complete);
}

function refused({ app, request, response }: Call, refusal: Refusal): void {
  app.metrics.refused(refusal.reason);
  if (response.headersSent) return void response.destroy();
  for (const name of ['ETag', 'Content-Disposition', 'Content-Length']) response.removeHeader(name);
  if (!request.complete) letPass(request, response);
  answerRefusal(response, refusal.reason, refusal.message, requestIdOf(refusal));
}

function letPass(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  request.resume();
  const late = setTimeout(() => request.destroy(), DRAIN_MS);
  request.once('close', () => clearTimeout(late));
}

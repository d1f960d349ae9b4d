/** Files over HTTP, as a browser or a script sends and fetches them. */
import { connect, type Socket } from 'node:net';
import type { Reason } from '../../shared/errors.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import type { Person } from './person.ts';

export interface FileAnswer {
  status: number;
  file?: Attachment;
  reason?: Reason;
  message?: string;
}

/** Like a browser's own: who calls, and from which page. */
export async function post(url: string, id: string, body: BodyInit, headers: Record<string, string>): Promise<FileAnswer> {
  const type = { 'Content-Type': 'application/octet-stream' };
  const answer = await fetch(`${url}/files/${id}`, { method: 'POST', body, headers: { ...type, ...headers } });
  return { status: answer.status, ...bodyOf((await answer.json()) as Body) };
}

interface Body {
  file?: Attachment;
  error?: { data: { reason: Reason; message: string } };
}

function bodyOf({ file, error }: Body): Pick<FileAnswer, 'file' | 'reason' | 'message'> {
  return { ...(file && { file }), ...(error && { reason: error.data.reason, message: error.data.message }) };
}

export function upload(person: Person, id: string, bytes: BodyInit = 'some text', name = 'notes.txt'): Promise<FileAnswer> {
  return post(person.url, id, bytes, { cookie: person.cookie, 'X-File-Name': encodeURIComponent(name) });
}

export async function uploaded(person: Person, id: string, bytes: BodyInit = 'some text', name = 'notes.txt'): Promise<Attachment> {
  const { file, message } = await upload(person, id, bytes, name);
  if (!file) throw new Error(`not uploaded: ${message}`);
  return file;
}

export function get(
  person: Pick<Person, 'url' | 'cookie'>,
  id: string,
  more: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(`${person.url}/files/${id}`, { ...more, headers: { cookie: person.cookie, ...more.headers } });
}

/** What a request for a file is refused with; 'let in' when it is not. */
export async function readOutcome(person: Pick<Person, 'url' | 'cookie'>, id: string): Promise<{ status: number; reason: string }> {
  const answer = await get(person, id);
  if (answer.ok) await answer.body?.cancel();
  return { status: answer.status, reason: answer.ok ? 'let in' : (bodyOf((await answer.json()) as Body).reason ?? 'none') };
}

/** An upload whose body is still on its way: its head and a part of it are sent. `closed` tells when the server let go; `answer` what it said until then. */
export async function halfUpload(
  person: Person,
  id: string,
  part: Uint8Array,
  length: number,
): Promise<{ socket: Socket; closed: Promise<void>; answer(): string }> {
  const { hostname, port } = new URL(person.url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.on('data', (data) => (said += data.toString('latin1')));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise((resolve) => socket.once('connect', resolve));
  const head = [`POST /files/${id} HTTP/1.1`, `Host: ${hostname}:${port}`, `Cookie: ${person.cookie}`];
  socket.write(
    [...head, 'Content-Type: application/octet-stream', 'X-File-Name: half.bin', `Content-Length: ${length}`, '', ''].join('\r\n'),
  );
  socket.write(part);
  return { socket, closed, answer: () => said };
}

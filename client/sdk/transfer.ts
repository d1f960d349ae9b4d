/** One file over HTTP. A browser tells how far it is only by XMLHttpRequest. */
import type { Attachment } from '../../shared/schemas/conversation.ts';
import { ConnectionLost, refusalIn, standardRefusal } from './errors.ts';

interface Transfer {
  url: string;
  name: string;
  blob: Blob;
  request: typeof fetch;
  signal: AbortSignal;
  progress(sentBytes: number): void;
}

/** Throws a ParleyRefusal, or ConnectionLost when no answer came. */
export async function transfer(about: Transfer): Promise<Attachment> {
  const { status, body } = await (typeof XMLHttpRequest === 'undefined' ? byFetch(about) : byXhr(about));
  if (isRecord(body) && isRecord(body['file'])) return body['file'] as unknown as Attachment;
  const data = isRecord(body) && isRecord(body['error']) ? body['error']['data'] : undefined;
  throw refusalIn(data) ?? strange(status);
}

interface Answer {
  status: number;
  /** Undefined or null when it is no JSON. */
  body: unknown;
}

/** Somebody between us and the server answered: one who takes no such bodies will not take them the next time either. */
function strange(status: number): Error {
  if (status === 413) return standardRefusal('TOO_LARGE');
  return status >= 400 && status < 500 ? standardRefusal('INTERNAL') : new ConnectionLost(status);
}

function headersFor(name: string): Record<string, string> {
  return { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(name.toWellFormed()) };
}

async function byFetch({ url, name, blob, request, signal }: Transfer): Promise<Answer> {
  try {
    const answer = await request(url, { method: 'POST', headers: headersFor(name), body: blob, signal });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  } catch (error) {
    throw new ConnectionLost(error);
  }
}

function byXhr({ url, name, blob, signal, progress }: Transfer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const lost = () => reject(new ConnectionLost());
    const abort = () => call.abort();
    call.open('POST', url);
    call.responseType = 'json';
    for (const [header, value] of Object.entries(headersFor(name))) call.setRequestHeader(header, value);
    call.upload.onprogress = ({ loaded }) => progress(loaded);
    call.onload = () => resolve({ status: call.status, body: call.response as unknown });
    call.onerror = lost;
    call.onabort = lost;
    call.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    call.send(blob);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** One call over HTTP with whatever headers a test wants, and everything that came back. */
import { WebSocket } from 'ws';
import type { Reason } from '../../shared/errors.ts';

export interface Answer {
  status: number;
  data?: Record<string, unknown>;
  refusal?: { reason: Reason; message: string; requestId: string; retryAfter?: number; fields?: { path: string[]; message: string }[] };
  /** As sent, with its attributes. */
  setCookies: string[];
  /** The session cookie as a browser would send it back; undefined when none was set, or it was cleared. */
  cookie?: string;
}

export async function call(url: string, path: string, input: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(input ?? {}),
  });
  return answerOf(response);
}

/** A query: read by GET. */
export async function ask(url: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return answerOf(await fetch(`${url}/trpc/${path}`, { headers }));
}

async function answerOf(response: Response): Promise<Answer> {
  const body = (await response.json()) as { result?: { data: Record<string, unknown> }; error?: { data: NonNullable<Answer['refusal']> } };
  const setCookies = response.headers.getSetCookie();
  const cookie = setCookies.at(-1)?.split(';')[0];
  return {
    status: response.status,
    ...(body.result && { data: body.result.data }),
    ...(body.error && { refusal: body.error.data }),
    setCookies,
    ...(cookie !== undefined && !cookie.endsWith('=') && { cookie }),
  };
}

/** A socket that is let in, and the code it is closed with one day. */
export async function dial(url: string, headers: Record<string, string>): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/trpc`, { headers });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => reject(new Error(`refused with ${response.statusCode}`)));
  });
  socket.on('error', () => undefined);
  return { socket, closed };
}

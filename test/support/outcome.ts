import { HttpRefusal, post } from './person.ts';

export interface Outcome {
  status: number;
  reason: string;
}

/** What comes of a call over HTTP. Mutations by POST, queries and subscriptions by GET: whatever the procedure is, both ways are tried. */
export async function outcome(url: string, path: string, input: object, cookie: string): Promise<Outcome> {
  const query = await fetch(`${url}/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers: { cookie } });
  const answer = query.headers.get('content-type')?.startsWith('text/event-stream')
    ? await streamed(query)
    : ((await query.json()) as Answer);
  if (query.status !== 405 && answer.error) return { status: answer.error.data.httpStatus, reason: answer.error.data.reason };
  if (query.status !== 405) return { status: query.status, reason: 'let in' };
  try {
    await post(url, path, input, cookie);
    return { status: 200, reason: 'let in' };
  } catch (error) {
    if (error instanceof HttpRefusal) return { status: error.status, reason: error.data.reason };
    throw error;
  }
}

interface Answer {
  error?: { data: { reason: string; httpStatus: number } };
}

/** A refused subscription says so as one of its first events. One that is let in goes on: ask only those that are refused. */
async function streamed(response: Response): Promise<Answer> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    text += value ?? '';
    const refused = text.split('\n').find((each) => each.startsWith('data: ') && each.includes('"reason"'));
    if (refused) {
      await reader?.cancel();
      return { error: { data: (JSON.parse(refused.slice(6)) as { data: { reason: string; httpStatus: number } }).data } };
    }
    if (done) return {};
  }
}

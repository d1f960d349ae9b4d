/** What went wrong at the model server, as one of FAILURES, with the server's own words beside it (REPLY-7). */
import type { FailureCode } from '../../shared/errors.ts';

const BECAUSE_MAX_CHARS = 300;

/** The only error that leaves the transport. `message` is fit for people: trimmed, one line. */
export class OllamaFailure extends Error {
  readonly code: FailureCode;
  readonly because: string;
  /** Of the answer, when there was one. */
  readonly status: number | undefined;

  constructor(code: FailureCode, because: string, status?: number) {
    const said = presentable(because);
    super(said);
    this.name = 'OllamaFailure';
    this.code = code;
    this.because = said;
    this.status = status;
  }
}

/** One line without control or direction characters, at most 300 characters, well-formed. */
export function presentable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the point of the rule is to remove them
  const line = text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return (line.length > BECAUSE_MAX_CHARS ? `${line.slice(0, BECAUSE_MAX_CHARS - 1)}…` : line).toWellFormed();
}

/** First match wins: the texts are Ollama's own, of its scheduler, its runner and its routes. */
const TEXTS: [pattern: RegExp, code: FailureCode][] = [
  [/exceeds the (?:available )?context|context (?:length|window|size) exceeded|prompt is too long|input length/iu, 'too_long'],
  [
    /out[- ]of[- ]memory|requires more (?:system|gpu )?\s*memory|insufficient (?:system )?memory|unable to allocate|cudaMalloc|cannot allocate|\boom\b/iu,
    'out_of_memory',
  ],
  [/server busy|maximum pending requests|no slots available|too many requests|overloaded/iu, 'overloaded'],
  [/timed out|timeout|deadline exceeded/iu, 'timeout'],
  [
    /unexpected(?:ly)? (?:stopped|eof)|runner|has terminated|process .*(?:exit|terminat|killed)|exit status|signal:|connection (?:reset|refused)|error was encountered while running/iu,
    'crashed',
  ],
  [/model ['"]?.*['"]? not found|try pulling it first/iu, 'unknown_model'],
  [/does not support|must be of type|invalid|unauthorized|forbidden/iu, 'refused'],
];

/** What a text of the model server means; `otherwise` when its words are not known. */
export function classifyText(text: string, otherwise: FailureCode): FailureCode {
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? otherwise;
}

/** An answer other than 200. `text` is its error, or its body when it is no JSON. */
export function failureOfStatus(status: number, text: string, isJson: boolean): OllamaFailure {
  const said = text.trim() || `HTTP status ${status}`;
  if (status >= 300 && status < 400)
    return new OllamaFailure('bad_answer', 'It sends requests on to another address, which is not followed.', status);
  if (!isJson)
    return new OllamaFailure(
      status >= 500 ? 'unreachable' : 'bad_answer',
      `HTTP status ${status}: this does not look like an Ollama.`,
      status,
    );
  return new OllamaFailure(codeOfStatus(status, said), said, status);
}

function codeOfStatus(status: number, text: string): FailureCode {
  if (status === 404) return 'unknown_model';
  if (status === 429 || status === 503) return 'overloaded';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 502) return 'unreachable';
  if (status >= 500) return classifyText(text, 'crashed');
  return classifyText(text, 'refused') === 'too_long' ? 'too_long' : 'refused';
}

/** A line `{"error": …}` in the middle of an answer: unknown words mean that the model went away. */
export function failureOfLine(text: string): OllamaFailure {
  return new OllamaFailure(classifyText(text, 'crashed'), text);
}

const UNREACHABLE: Record<string, string> = {
  ECONNREFUSED: 'Nothing answers at its address.',
  ENOTFOUND: 'The name of its computer is not known.',
  EAI_AGAIN: 'The name of its computer cannot be looked up right now.',
  EHOSTUNREACH: 'Its computer cannot be reached.',
  ENETUNREACH: 'Its network cannot be reached.',
  ETIMEDOUT: 'Its computer does not take the connection.',
  UND_ERR_CONNECT_TIMEOUT: 'Its computer does not take the connection.',
};

/** An error of the connection. `began`: bytes of the answer had come, so it was there and went away. */
export function failureOfConnection(cause: unknown, began: boolean): OllamaFailure {
  if (cause instanceof OllamaFailure) return cause;
  const code = codeOf(cause);
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new OllamaFailure('bad_answer', `Its answer is not HTTP (${code}).`);
  if (began) return new OllamaFailure('crashed', `The connection broke in the middle of the answer${code && ` (${code})`}.`);
  return new OllamaFailure('unreachable', UNREACHABLE[code] ?? `The connection broke before an answer came${code && ` (${code})`}.`);
}

function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return code || (inner === undefined ? '' : codeOf(inner));
}

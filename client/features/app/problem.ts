import { REASONS, type Reason } from '../../../shared/errors.ts';

/** What went wrong in words for people. */
export interface Problem {
  reason: Reason | 'UNREACHABLE';
  say: string;
  requestId?: string;
  /** What is wrong in which field of a form. */
  fields: Record<string, string>;
}

/** Reads any error of the client: a refusal keeps its sentence, everything else means that the server was not reached. */
export function problemOf(error: unknown): Problem {
  const data = detailsOf(error);
  const reason = data['reason'];
  if (!isReason(reason))
    return { reason: 'UNREACHABLE', say: 'The server cannot be reached. Check your connection and try again.', fields: {} };
  const message = data['message'];
  const requestId = data['requestId'];
  return {
    reason,
    say: typeof message === 'string' ? message : REASONS[reason].say,
    ...(typeof requestId === 'string' && reason === 'INTERNAL' && { requestId }),
    fields: fieldsOf(data['fields']),
  };
}

function isReason(value: unknown): value is Reason {
  return typeof value === 'string' && Object.hasOwn(REASONS, value);
}

/** A refusal of the SDK carries its details itself, an error of the typed API in `data`. */
function detailsOf(error: unknown): Record<string, unknown> {
  if (!isRecord(error)) return {};
  if (isReason(error['reason'])) return { ...error, message: error['message'] };
  return isRecord(error['data']) ? error['data'] : {};
}

function fieldsOf(fields: unknown): Record<string, string> {
  if (!Array.isArray(fields)) return {};
  const said: Record<string, string> = {};
  for (const field of fields as unknown[]) {
    if (!isRecord(field) || !Array.isArray(field['path']) || typeof field['message'] !== 'string') continue;
    said[String(field['path'][0])] ??= sentence(field['message']);
  }
  return said;
}

/** "at least 10 characters" as it stands under a field. */
function sentence(message: string): string {
  const text = message.charAt(0).toLocaleUpperCase() + message.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What a call is about, as it was sent. */
import { z } from 'zod';
import type { Ref } from '../../shared/access.ts';
import { conversationId, fileId, folderId, generationId, inviteId, messageId, teamId, userId } from '../../shared/ids.ts';
import { asTrpcError, fieldsOf } from './refusals.ts';

const REFS: { [Kind in Ref['kind']]: (input: unknown) => Extract<Ref, { kind: Kind }> } = {
  nothing: () => ({ kind: 'nothing' }),
  team: named('team', { teamId }),
  folder: named('folder', { folderId }),
  conversation: named('conversation', { conversationId }),
  message: named('message', { messageId }),
  generation: named('generation', { generationId }),
  invite: named('invite', { inviteId }),
  file: named('file', { fileId }),
  member: named('member', { teamId, userId }),
};

/** The schema is built once: that costs as much as a hundred calls. */
function named<const Kind extends Ref['kind'], Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  const schema = z.object(shape);
  return (input: unknown) => ({ kind, ...schema.parse(input) });
}

/** The input is parsed whole right after; here only the id that the decision is about. */
export function refOf(kind: Ref['kind'], input: unknown): Ref {
  try {
    return REFS[kind](input);
  } catch (error) {
    if (error instanceof z.ZodError) throw asTrpcError(fieldsOf(error));
    throw error;
  }
}

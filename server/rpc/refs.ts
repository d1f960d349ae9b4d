/** What a call is about, as it was sent. */
import { z } from 'zod';
import type { Ref } from '../../shared/access.ts';
import { conversationId, fileId, folderId, generationId, inviteId, messageId, teamId, userId } from '../../shared/ids.ts';
import { asTrpcError, fieldsOf } from './refusals.ts';

const REFS: { [Kind in Ref['kind']]: (input: unknown) => Extract<Ref, { kind: Kind }> } = {
  nothing: () => ({ kind: 'nothing' }),
  team: (input) => ({ kind: 'team', ...z.object({ teamId }).parse(input) }),
  folder: (input) => ({ kind: 'folder', ...z.object({ folderId }).parse(input) }),
  conversation: (input) => ({ kind: 'conversation', ...z.object({ conversationId }).parse(input) }),
  message: (input) => ({ kind: 'message', ...z.object({ messageId }).parse(input) }),
  generation: (input) => ({ kind: 'generation', ...z.object({ generationId }).parse(input) }),
  invite: (input) => ({ kind: 'invite', ...z.object({ inviteId }).parse(input) }),
  file: (input) => ({ kind: 'file', ...z.object({ fileId }).parse(input) }),
  member: (input) => ({ kind: 'member', ...z.object({ teamId, userId }).parse(input) }),
};

/** The input is parsed whole right after; here only the id that the decision is about. */
export function refOf(kind: Ref['kind'], input: unknown): Ref {
  try {
    return REFS[kind](input);
  } catch (error) {
    if (error instanceof z.ZodError) throw asTrpcError(fieldsOf(error));
    throw error;
  }
}

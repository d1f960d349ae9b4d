/**
 * Ids are opaque: 20 characters of [0-9a-z] from a secure random source (103 bits; a generation's 12 and 62), never reused, never parsed.
 * The brand keeps a TeamId from being passed where a UserId is meant; it exists only in the types.
 */
import { z } from 'zod';

export const ID_LENGTH = 20;
/** It stands in every frame of a text that grows, and opens nothing to whoever has no right: 62 bits are enough. Older ones have 20. */
export const GENERATION_ID_LENGTH = 12;

const id = <Brand extends string>(pattern = /^[0-9a-z]{20}$/) => z.string().regex(pattern, 'not an id').brand<Brand>();

export const userId = id<'UserId'>();
export const teamId = id<'TeamId'>();
export const folderId = id<'FolderId'>();
export const conversationId = id<'ConversationId'>();
export const messageId = id<'MessageId'>();
export const generationId = id<'GenerationId'>(/^(?:[0-9a-z]{12}|[0-9a-z]{20})$/);
export const inviteId = id<'InviteId'>();
export const fileId = id<'FileId'>();
/** The public handle of a session. It signs nobody in; the token does, and only its hash is stored. */
export const sessionHandle = id<'SessionHandle'>();

export type UserId = z.infer<typeof userId>;
export type TeamId = z.infer<typeof teamId>;
export type FolderId = z.infer<typeof folderId>;
export type ConversationId = z.infer<typeof conversationId>;
export type MessageId = z.infer<typeof messageId>;
export type GenerationId = z.infer<typeof generationId>;
export type InviteId = z.infer<typeof inviteId>;
export type FileId = z.infer<typeof fileId>;
export type SessionHandle = z.infer<typeof sessionHandle>;

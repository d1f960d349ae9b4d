import { z } from 'zod';
import { RELATIONS, ROLES, VISIBILITIES } from '../access.ts';
import { FAILURES, type FailureCode } from '../errors.ts';
import { conversationId, fileId, folderId, generationId, messageId, teamId, userId } from '../ids.ts';
import { FILES, MESSAGE, TEXT } from '../limits.ts';
import { line, modelName, page, time } from './common.ts';

export const ANSWERS = ['always', 'named'] as const;
export const OUTCOMES = ['done', 'stopped', 'truncated', 'failed', 'interrupted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const failureCode = z.enum(Object.keys(FAILURES) as [FailureCode, ...FailureCode[]]);
const person = z.object({ userId, name: z.string() });
export type Person = z.infer<typeof person>;

/** `mine` = the caller made it; `shared` = single people it is shared with, counted. */
export const folder = z.object({
  id: folderId,
  teamId,
  parentId: folderId.nullable(),
  name: z.string(),
  mine: z.boolean(),
  shared: z.int(),
});
export type Folder = z.infer<typeof folder>;

/** Somebody a folder or a conversation is shared with. */
export const share = z.object({ userId, name: z.string(), role: z.enum(ROLES), relation: z.enum(RELATIONS) });
export type Share = z.infer<typeof share>;

/** What the line under a message says of its thread. `replies` counts messages that are not deleted. */
export const threadLine = z.object({ conversationId, replies: z.int(), lastAt: time.optional() });
export type ThreadLine = z.infer<typeof threadLine>;

export const conversation = z.object({
  id: conversationId,
  teamId,
  folderId: folderId.nullable(),
  /** This is a thread: it hangs on that message, and whoever sees its conversation sees it. */
  threadOf: z.object({ conversationId, messageId }).optional(),
  title: z.string(),
  visibility: z.enum(VISIBILITIES),
  /** Who answers here: null = the team's default at the time of asking. */
  model: z.string().nullable(),
  /** `always`: every message is answered; `named`: only one that names the model. */
  answers: z.enum(ANSWERS),
  createdBy: userId,
  createdAt: time,
  updatedAt: time,
  archivedAt: time.optional(),
  forkedFrom: z.object({ conversationId, messageId }).optional(),
  /** Messages and replies of others since the caller last read; lastSeq and readSeq are event numbers. */
  unread: z.int(),
  readSeq: z.int(),
  lastSeq: z.int(),
  /** Unread messages that mention the caller. */
  mentions: z.int(),
  /** The caller may take part (an editor, or a member of the team), not only read. */
  writable: z.boolean(),
  /** Single people it is shared with, counted. */
  shared: z.int(),
  /** A reply is being written or waits for its turn. */
  writing: z.boolean(),
});
export type Conversation = z.infer<typeof conversation>;

/** The model server's own counts; times in milliseconds. */
export const usage = z.object({
  promptTokens: z.int(),
  outputTokens: z.int(),
  loadMs: z.int(),
  promptMs: z.int(),
  outputMs: z.int(),
  /** Messages of the history that did not fit into the model's context and were left out. */
  leftOut: z.int(),
});
export type Usage = z.infer<typeof usage>;

export const lengths = z.object({ thinking: z.int(), text: z.int() });
export type Lengths = z.infer<typeof lengths>;

const generationCore = {
  id: generationId,
  messageId,
  conversationId,
  model: z.string(),
  requestedBy: person,
  createdAt: time,
};
/** Where a reply stands. A state has only its own fields. */
export const generation = z.discriminatedUnion('state', [
  z.object({ ...generationCore, state: z.literal('queued'), position: z.int() }),
  z.object({ ...generationCore, state: z.literal('loading'), since: time }),
  z.object({ ...generationCore, state: z.literal('prompting'), since: time, promptTokens: z.int().optional() }),
  z.object({ ...generationCore, state: z.literal('streaming'), since: time }),
  z.object({ ...generationCore, state: z.literal('done'), endedAt: time, usage: usage.optional() }),
  z.object({ ...generationCore, state: z.literal('stopped'), endedAt: time, usage: usage.optional(), by: person.optional() }),
  z.object({ ...generationCore, state: z.literal('truncated'), endedAt: time, usage: usage.optional() }),
  z.object({ ...generationCore, state: z.literal('failed'), endedAt: time, usage: usage.optional(), code: failureCode }),
  z.object({ ...generationCore, state: z.literal('interrupted'), endedAt: time, usage: usage.optional() }),
]);
export type Generation = z.infer<typeof generation>;

/** What the bytes of a file are, whatever it is called. Only an `image` is ever shown in the page; `text` is UTF-8. */
export const FILE_TYPES = ['image', 'text', 'other'] as const;
/** A file of a message, or one that waits to be sent: `GET /files/<id>` gives its bytes. `width` and `height` of an image, in pixels. */
export const attachment = z.object({
  id: fileId,
  name: z.string(),
  type: z.enum(FILE_TYPES),
  mime: z.string(),
  size: z.int(),
  width: z.int().optional(),
  height: z.int().optional(),
});
export type Attachment = z.infer<typeof attachment>;

export const author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), userId, name: z.string() }),
  z.object({ kind: z.literal('model'), model: z.string() }),
]);
export type Author = z.infer<typeof author>;

/**
 * A line of the conversation. A reply is a message a model writes: `parentId` is the message it answers, several answers to one message
 * share it, and `generation` is the latest run that wrote it. A message of a person may carry as `parentId` the reply they had on screen.
 */
export const message = z.object({
  id: messageId,
  conversationId,
  seq: z.int(),
  parentId: messageId.optional(),
  author,
  text: z.string(),
  /** In the order in which they were attached. */
  attachments: z.array(attachment).optional(),
  thinking: z.string().optional(),
  clientKey: z.string().optional(),
  createdAt: time,
  editedAt: time.optional(),
  deletedAt: time.optional(),
  /** People of the conversation whom the writer named. */
  mentions: z.array(userId).optional(),
  /** In the order of first use; people in the order they reacted. */
  reactions: z.array(z.object({ emoji: z.string(), people: z.array(person) })).optional(),
  thread: threadLine.optional(),
  generation: generation.optional(),
});
export type Message = z.infer<typeof message>;

/** A line between messages that is not one: somebody joined or left. */
export const notice = z.object({ type: z.enum(['member.joined', 'member.left']), seq: z.int(), person, at: time });
export type Notice = z.infer<typeof notice>;

const ref = z.strictObject({ conversationId });
const settings = {
  title: line(TEXT.titleMaxChars),
  visibility: z.enum(VISIBILITIES),
  model: modelName.nullable(),
  answers: z.enum(ANSWERS),
};

export const conversationCreate = {
  input: z.strictObject({
    teamId,
    folderId: folderId.optional(),
    title: settings.title.optional(),
    visibility: settings.visibility.default('team'),
    model: settings.model.optional(),
    answers: settings.answers.optional(),
  }),
  output: z.object({ conversation }),
};
export const conversationList = {
  input: z.strictObject({ teamId, archived: z.boolean().default(false), ...page }),
  output: z.object({ items: z.array(conversation), nextCursor: z.string().optional() }),
};
/** The newest page and everything that is being written, as of `cursor`: start `conversation.live` from it and nothing is missed. */
export const conversationOpen = {
  input: z.strictObject({ conversationId, limit: page.limit }),
  output: z.object({
    conversation,
    messages: z.array(message),
    notices: z.array(notice),
    /** There are older ones: page with `message.history`. */
    more: z.boolean(),
    /** When the first message came that the caller has not read; left out when all is read. */
    unreadSince: time.optional(),
    generations: z.array(generation),
    viewers: z.array(person),
    cursor: z.string(),
  }),
};
export const conversationUpdate = {
  input: z.strictObject({
    conversationId,
    title: settings.title.optional(),
    visibility: settings.visibility.optional(),
    model: settings.model.optional(),
    answers: settings.answers.optional(),
  }),
  output: z.object({ conversation }),
};
/** Into a folder of the same team, or out of all (null). Whoever loses sight of it by that is cut. */
export const conversationMove = {
  input: z.strictObject({ conversationId, folderId: folderId.nullable() }),
  output: z.object({ conversation }),
};
/** `relation` null takes it back: open feeds of that person end. Only people of the team; a thread is shared with its conversation. */
export const conversationShare = {
  input: z.strictObject({ conversationId, userId, relation: z.enum(RELATIONS).nullable() }),
  output: z.object({ items: z.array(share) }),
};
export const conversationShares = { input: ref, output: z.object({ items: z.array(share) }) };

const folderRef = z.strictObject({ folderId });
const folderName = line(TEXT.folderNameMaxChars);
export const folderCreate = {
  input: z.strictObject({ teamId, name: folderName, parentId: folderId.optional() }),
  output: z.object({ folder }),
};
export const folderList = { input: z.strictObject({ teamId }), output: z.object({ items: z.array(folder) }) };
export const folderRename = { input: z.strictObject({ folderId, name: folderName }), output: z.object({ folder }) };
/** Below another folder of the team (at most FOLDER.maxDepth deep, no circles), or to the top (null). */
export const folderMove = {
  input: z.strictObject({ folderId, parentId: folderId.nullable() }),
  output: z.object({ folder }),
};
export const folderShare = {
  input: z.strictObject({ folderId, userId, relation: z.enum(RELATIONS).nullable() }),
  output: z.object({ items: z.array(share) }),
};
export const folderShares = { input: folderRef, output: z.object({ items: z.array(share) }) };
/** What is in it moves up one level. */
export const folderDelete = { input: folderRef, output: z.object({}) };

/** A new conversation that begins with a copy up to and with this message, private to who forks. */
export const conversationFork = {
  input: z.strictObject({ messageId, title: settings.title.optional() }),
  output: z.object({ conversation }),
};
export const conversationArchive = {
  input: z.strictObject({ conversationId, archived: z.boolean().default(true) }),
  output: z.object({ conversation }),
};
export const conversationDelete = { input: ref, output: z.object({}) };
export const conversationLive = { input: z.strictObject({ conversationId, lastEventId: z.string().max(2_000).optional() }) };
export const inboxLive = { input: z.strictObject({ lastEventId: z.string().max(200).optional() }).optional() };

const messageText = z
  .string()
  .max(TEXT.messageMaxChars, `at most ${TEXT.messageMaxChars} characters`)
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

/** `model` left out = what the conversation's setting says; null = nobody answers; a name = that one answers. */
export const messageSend = {
  input: z
    .strictObject({
      conversationId,
      clientKey: z.string().min(1).max(TEXT.clientKeyMaxChars),
      /** May be empty beside files. */
      text: messageText,
      parentId: messageId.optional(),
      model: modelName.nullable().optional(),
      /** Whom the text names; people who do not see the conversation are left out. */
      mentions: z.array(userId).max(MESSAGE.maxMentions).optional(),
      /** Files that the caller uploaded for this conversation and has not sent yet (`POST /files/<conversationId>`), in the order they are shown. */
      attachments: z.array(fileId).min(1).max(FILES.maxPerMessage).optional(),
    })
    .refine(({ text, attachments }) => attachments !== undefined || text.trim() !== '', { path: ['text'], message: 'must not be empty' }),
  output: z.object({ message, reply: generation.optional() }),
};
/** One emoji (a fully qualified one of Unicode). Saying it again changes nothing. */
export const messageReact = {
  input: z.strictObject({
    messageId,
    emoji: z
      .string()
      .max(32)
      .regex(/^\p{RGI_Emoji}$/v, 'must be one emoji'),
    on: z.boolean().default(true),
  }),
  output: z.object({ message }),
};
/** The thread that hangs on this message; the first to ask makes it. CONFLICT within a thread. */
export const messageThread = { input: z.strictObject({ messageId }), output: z.object({ conversation }) };
/**
 * A page, oldest first: before or after an event number, or around one or around a message (NOT_FOUND when it is not of this conversation); the newest when
 * nothing is said. `more`: there are older ones; `newer`: there are newer ones.
 */
export const messageHistory = {
  input: z
    .strictObject({
      conversationId,
      beforeSeq: z.int().min(1).optional(),
      afterSeq: z.int().min(0).optional(),
      aroundSeq: z.int().min(0).optional(),
      aroundMessageId: messageId.optional(),
      limit: page.limit,
    })
    .refine(
      ({ beforeSeq, afterSeq, aroundSeq, aroundMessageId }) =>
        [beforeSeq, afterSeq, aroundSeq, aroundMessageId].filter((each) => each !== undefined).length <= 1,
      'one of beforeSeq, afterSeq, aroundSeq and aroundMessageId at most',
    ),
  output: z.object({ items: z.array(message), notices: z.array(notice), more: z.boolean(), newer: z.boolean() }),
};
/** The text of a message with files may become empty. */
export const messageEdit = { input: z.strictObject({ messageId, text: messageText }), output: z.object({ message }) };
export const messageDelete = { input: z.strictObject({ messageId }), output: z.object({ message }) };
export const messageMarkRead = { input: z.strictObject({ conversationId, seq: z.int().min(0) }), output: z.object({ unread: z.int() }) };
export const presenceTyping = { input: ref, output: z.object({}) };

export const generationStart = {
  input: z.strictObject({ messageId, model: modelName.optional() }),
  output: z.object({ message, generation }),
};
export const generationStop = { input: z.strictObject({ generationId }), output: z.object({ generation }) };
export const generationContinue = { input: z.strictObject({ generationId }), output: z.object({ message, generation }) };
/** Everything that runs or waits on the model server, in the order it will run; of other teams only that it is there. */
export const generationQueue = {
  input: z.strictObject({ teamId }),
  output: z.object({
    items: z.array(z.object({ generation: generation.optional(), position: z.int(), mine: z.boolean() })),
  }),
};

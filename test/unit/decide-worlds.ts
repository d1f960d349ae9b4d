/**
 * Random questions for a decision: who asks, about what, and in which world. Every part may be somebody else's, foreign or missing, also
 * where the store would never leave one out, but each seldom: most worlds are whole, so that every rule is met.
 */
import fc from 'fast-check';
import { type Facts, type Ref, RELATIONS, ROLES, TIERS, VISIBILITIES } from '../../shared/access.ts';
import { conversationId, fileId, folderId, generationId, inviteId, messageId, teamId, userId } from '../../shared/ids.ts';

export interface Question {
  ref: Ref;
  facts: Facts;
}

export const NOW = 1_000_000;
export const ME = userId.parse('m'.repeat(20));
export const OTHER = userId.parse('n'.repeat(20));
const OTHERS = [OTHER, userId.parse('o'.repeat(20))];
const somebody = fc.constantFrom(ME, ...OTHERS);

/** Nearly always the first. */
function mostly<Value>(usual: Value, ...seldom: Value[]): fc.Arbitrary<Value> {
  return mostlyOf(fc.constant(usual), fc.constantFrom(...seldom));
}
function mostlyOf<Value>(usual: fc.Arbitrary<Value>, seldom: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: seldom });
}

const KNOWN = {
  teamId: teamId.parse('t'.repeat(20)),
  folderId: folderId.parse('f'.repeat(20)),
  conversationId: conversationId.parse('c'.repeat(20)),
  messageId: messageId.parse('l'.repeat(20)),
  generationId: generationId.parse('g'.repeat(20)),
  inviteId: inviteId.parse('i'.repeat(20)),
  fileId: fileId.parse('d'.repeat(20)),
};
const MADE_UP = '0'.repeat(20);
const asked = {
  teamId: mostly(KNOWN.teamId, teamId.parse(MADE_UP)),
  folderId: mostly(KNOWN.folderId, folderId.parse(MADE_UP)),
  conversationId: mostly(KNOWN.conversationId, conversationId.parse(MADE_UP)),
  messageId: mostly(KNOWN.messageId, messageId.parse(MADE_UP)),
  generationId: mostly(KNOWN.generationId, generationId.parse(MADE_UP)),
  inviteId: mostly(KNOWN.inviteId, inviteId.parse(MADE_UP)),
  fileId: mostly(KNOWN.fileId, fileId.parse(MADE_UP)),
};

const session = fc.record({ userId: mostly(ME, ...OTHERS), expiresAt: mostly(NOW + 1, NOW - 1, NOW) });
const user = fc.record({
  id: mostly(ME, ...OTHERS),
  name: fc.constant('Kim'),
  email: fc.constant('kim@example.org'),
  admin: fc.boolean(),
  status: mostly<'active' | 'disabled'>('active', 'disabled'),
});
const role = fc.constantFrom(...ROLES);
const outside = { id: fc.constant(KNOWN.teamId), name: fc.constant('Team'), tier: fc.constantFrom(...TIERS) };
const team = mostlyOf<NonNullable<Facts['team']>>(fc.record({ ...outside, role }), fc.record(outside));
/** Shared with the caller, or not. */
const relation = fc.constantFrom(...RELATIONS);
const folder = fc.record(
  { id: fc.constant(KNOWN.folderId), teamId: fc.constant(KNOWN.teamId), createdBy: somebody, shared: relation },
  { requiredKeys: ['id', 'teamId', 'createdBy'] },
);
const conversation = fc.record(
  {
    id: fc.constant(KNOWN.conversationId),
    teamId: fc.constant(KNOWN.teamId),
    visibility: fc.constantFrom(...VISIBILITIES),
    createdBy: somebody,
    keeper: somebody,
    thread: fc.boolean(),
    archived: fc.boolean(),
    shared: relation,
    sharedAbove: relation,
  },
  { requiredKeys: ['id', 'teamId', 'visibility', 'createdBy', 'keeper', 'thread', 'archived'] },
);
/** Without an author it is a reply. */
const message = fc.record(
  { id: fc.constant(KNOWN.messageId), seq: fc.nat(), authorId: somebody, deleted: mostly(false, true) },
  { requiredKeys: ['id', 'seq', 'deleted'] },
);
const generation = fc.record({ id: fc.constant(KNOWN.generationId), messageId: fc.constant(KNOWN.messageId), requestedBy: somebody });
const invite = fc.record({ id: fc.constant(KNOWN.inviteId), createdBy: somebody });
const file = fc.record({ id: fc.constant(KNOWN.fileId), uploadedBy: somebody, sent: fc.boolean() });
const member = fc.record({ userId: somebody, role, suspended: mostly(false, true) });

const caller = { session, user };
const inTeam = { ...caller, team };
const inConversation = { ...inTeam, conversation };

function about(ref: fc.Arbitrary<Ref>, facts: fc.Arbitrary<Facts>): fc.Arbitrary<Question> {
  return fc.record({ ref, facts });
}
const aboutMember = about(
  fc.record({ kind: fc.constant('member'), teamId: asked.teamId, userId: somebody }),
  fc.record({ ...inTeam, member }),
);
const whole: fc.Arbitrary<Question> = fc.oneof(
  about(fc.constant({ kind: 'nothing' }), fc.record(caller)),
  about(fc.record({ kind: fc.constant('team'), teamId: asked.teamId }), fc.record(inTeam)),
  about(fc.record({ kind: fc.constant('folder'), folderId: asked.folderId }), fc.record({ ...inTeam, folder })),
  about(fc.record({ kind: fc.constant('conversation'), conversationId: asked.conversationId }), fc.record(inConversation)),
  about(fc.record({ kind: fc.constant('message'), messageId: asked.messageId }), fc.record({ ...inConversation, message })),
  about(
    fc.record({ kind: fc.constant('generation'), generationId: asked.generationId }),
    fc.record({ ...inConversation, message, generation }),
  ),
  about(fc.record({ kind: fc.constant('invite'), inviteId: asked.inviteId }), fc.record({ ...inTeam, invite })),
  about(fc.record({ kind: fc.constant('file'), fileId: asked.fileId }), fc.record({ ...inConversation, message, file })),
  { weight: 2, arbitrary: mostlyOf(aboutMember.map(ofAsked), aboutMember) },
);

/** The member that was asked about is the one that was loaded. */
function ofAsked({ ref, facts }: Question): Question {
  if (ref.kind !== 'member' || !facts.member) return { ref, facts };
  return { ref, facts: { ...facts, member: { ...facts.member, userId: ref.userId } } };
}

export const PARTS = ['session', 'user', 'team', 'folder', 'conversation', 'message', 'generation', 'invite', 'file', 'member'] as const;

export function without(facts: Facts, part: keyof Facts): Facts {
  const { [part]: _, ...rest } = facts;
  return rest;
}

const incomplete = fc.tuple(whole, fc.constantFrom(...PARTS)).map(([{ ref, facts }, part]) => ({ ref, facts: without(facts, part) }));
export const question: fc.Arbitrary<Question> = fc.oneof({ weight: 3, arbitrary: whole }, { weight: 1, arbitrary: incomplete });

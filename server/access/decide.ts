/**
 * The one answer to "may they?". Pure: no I/O, no clock, deny by default, forbids before permits (DESIGN 4.5).
 * In order: is the caller alive · is the thing in a team of theirs and visible to them (else it does not exist, ACCESS-2) · is something in the
 * way · does a rule permit it.
 */
import type { Action, Facts, Ref } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import { outranks, owns, reaches, RULES } from './rules.ts';

/** `path` names the steps that decided, for whoever has to explain it. */
export type Decision = { allow: true; path: string[] } | { allow: false; code: Reason; say?: string; path: string[] };

export function decide(principal: { userId: UserId }, action: Action, ref: Ref, facts: Facts, now: number): Decision {
  return (
    alive(principal, facts, now) ??
    there(principal.userId, ref, facts) ??
    forbidden(principal.userId, action, facts) ??
    permitted(principal.userId, action, ref, facts)
  );
}

function alive(principal: { userId: UserId }, facts: Facts, now: number): Decision | undefined {
  const { session, user } = facts;
  if (!session || session.userId !== principal.userId || session.expiresAt <= now) return deny('SESSION_REVOKED', 'session');
  if (user?.id !== principal.userId || user.status !== 'active') return deny('SESSION_REVOKED', 'account');
  return undefined;
}

/** Foreign, unknown and hidden are one and the same answer. */
function there(userId: UserId, ref: Ref, facts: Facts): Decision | undefined {
  if (ref.kind === 'nothing') return undefined;
  if (!facts.team?.role || !exists(ref, facts)) return deny('NOT_FOUND', 'team');
  const { conversation } = facts;
  if (conversation && !visible(userId, conversation, facts)) return deny('NOT_FOUND', 'visibility');
  return undefined;
}

function exists(ref: Exclude<Ref, { kind: 'nothing' }>, facts: Facts): boolean {
  switch (ref.kind) {
    case 'team':
      return facts.team?.id === ref.teamId;
    case 'conversation':
      return facts.conversation?.id === ref.conversationId;
    case 'message':
      return facts.message?.id === ref.messageId && !facts.message.deleted && facts.conversation !== undefined;
    case 'generation':
      return facts.generation?.id === ref.generationId && facts.conversation !== undefined;
    case 'invite':
      return facts.invite?.id === ref.inviteId;
    case 'member':
      return facts.member?.userId === ref.userId && facts.team?.id === ref.teamId;
  }
}

function visible(userId: UserId, conversation: NonNullable<Facts['conversation']>, facts: Facts): boolean {
  if (conversation.createdBy === userId) return true;
  return conversation.visibility === 'team' && facts.team?.role !== undefined && reaches(facts.team.role, 'member');
}

function forbidden(userId: UserId, action: Action, facts: Facts): Decision | undefined {
  if (RULES[action].writes && facts.conversation?.archived) return deny('ARCHIVED', 'archived');
  if (RULES[action].above && !standsAbove(userId, facts)) return deny('FORBIDDEN', 'rank');
  return undefined;
}

/** Over oneself nobody stands: one leaves, or is changed by another. */
function standsAbove(userId: UserId, { team, member }: Facts): boolean {
  if (!team?.role || !member || member.userId === userId) return false;
  return team.role === 'owner' || outranks(team.role, member.role);
}

function permitted(userId: UserId, action: Action, ref: Ref, facts: Facts): Decision {
  const rule = RULES[action];
  if (rule.from === undefined && rule.own === undefined) {
    return ref.kind === 'nothing' ? { allow: true, path: ['own account'] } : deny('FORBIDDEN', 'rule');
  }
  const role = facts.team?.role;
  if (!role) return deny('NOT_FOUND', 'team');
  if (rule.from && reaches(role, rule.from)) return { allow: true, path: ['team', `role ${role}`] };
  if (rule.own && owns(userId, rule.own, facts)) return { allow: true, path: ['team', `own ${rule.own}`] };
  return deny('FORBIDDEN', `role ${role}`);
}

function deny(code: Reason, step: string): Decision {
  return { allow: false, code, path: [step] };
}

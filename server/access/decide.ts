/**
 * The one answer to "may they?". Pure: no I/O, no clock, deny by default, forbids before permits (DESIGN 4.5).
 * In order: is the caller alive · is the thing in a team of theirs and visible to them (else it does not exist, ACCESS-2) · is something in the
 * way · does a rule permit it.
 */
import type { Action, Facts, Ref } from '../../shared/access.ts';
import type { Reason } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import { knowsOf, outranks, owns, reaches, RULES } from './rules.ts';
import { type Standing, standingOf } from './standing.ts';

/** `path` names the steps that decided, for whoever has to explain it (explain.ts) and for the audit log. */
export type Decision = { allow: true; path: string[] } | { allow: false; code: Reason; say?: string; path: string[] };

export function decide(principal: { userId: UserId }, action: Action, ref: Ref, facts: Facts, now: number): Decision {
  return signedIn(principal, facts, now) ?? decideAbout(principal.userId, action, ref, facts);
}

/** The same about somebody who is not calling: all but the session. */
export function decideAbout(userId: UserId, action: Action, ref: Ref, facts: Facts): Decision {
  if (facts.user?.id !== userId || facts.user.status !== 'active') return deny('SESSION_REVOKED', ['account:not active']);
  if (ref.kind === 'nothing') return ofTheirOwn(action, facts);
  const standing = exists(userId, ref, facts) ? standingOf(userId, facts) : undefined;
  if (!standing || !facts.team?.role) return deny('NOT_FOUND', [facts.team?.role ? 'place:hidden' : 'team:not a member']);
  const reached = [`team:${facts.team.role}`, `place:${standing.via}`];
  return forbidden(userId, action, facts, standing, reached) ?? permitted(userId, action, facts, standing, reached);
}

function signedIn(principal: { userId: UserId }, { session }: Facts, now: number): Decision | undefined {
  const valid = session?.userId === principal.userId && session.expiresAt > now;
  return valid ? undefined : deny('SESSION_REVOKED', ['session:ended']);
}

/** Foreign, unknown and hidden are one and the same answer. */
function exists(userId: UserId, ref: Exclude<Ref, { kind: 'nothing' }>, facts: Facts): boolean {
  switch (ref.kind) {
    case 'team':
      return facts.team?.id === ref.teamId;
    case 'folder':
      return facts.folder?.id === ref.folderId;
    case 'conversation':
      return facts.conversation?.id === ref.conversationId;
    case 'message':
      return facts.message?.id === ref.messageId && !facts.message.deleted && facts.conversation !== undefined;
    case 'generation':
      return facts.generation?.id === ref.generationId && facts.conversation !== undefined;
    case 'invite':
      return facts.invite?.id === ref.inviteId;
    case 'file':
      return facts.file?.id === ref.fileId && facts.conversation !== undefined && isShown(userId, facts.file, facts);
    case 'member':
      return facts.member?.userId === ref.userId && facts.team?.id === ref.teamId && knowsOf(facts);
  }
}

/** A file is there with its message; until it is sent, for whoever uploaded it. */
function isShown(userId: UserId, { sent, uploadedBy }: NonNullable<Facts['file']>, { message }: Facts): boolean {
  return sent ? message?.deleted === false : uploadedBy === userId;
}

function ofTheirOwn(action: Action, facts: Facts): Decision {
  const rule = RULES[action];
  if (rule.admin)
    return facts.user?.admin ? { allow: true, path: ['server:administrator'] } : deny('FORBIDDEN', ['server:not an administrator']);
  const own = rule.from === undefined && rule.own === undefined;
  return own ? { allow: true, path: ['account:own'] } : deny('FORBIDDEN', ['account:own', `rule:${action}`]);
}

function forbidden(userId: UserId, action: Action, facts: Facts, standing: Standing, reached: string[]): Decision | undefined {
  const rule = RULES[action];
  if (rule.writes && facts.conversation?.archived) return deny('ARCHIVED', [...reached, 'conversation:archived']);
  if (rule.writes && !reaches(standing.role, 'member')) return deny('FORBIDDEN', [...reached, 'place:read only']);
  if (rule.team && !(facts.team?.role && reaches(facts.team.role, rule.team))) return deny('FORBIDDEN', [...reached, `needs:${rule.team}`]);
  if (rule.above && !standsAbove(userId, facts)) return deny('FORBIDDEN', [...reached, 'member:not below']);
  if (facts.member?.suspended && !rule.suspended) return deny('NOT_FOUND', [...reached, 'member:suspended']);
  return undefined;
}

/** Over oneself nobody stands: one leaves, or is changed by another. */
function standsAbove(userId: UserId, { team, member }: Facts): boolean {
  if (!team?.role || !member || member.userId === userId) return false;
  return team.role === 'owner' || outranks(team.role, member.role);
}

function permitted(userId: UserId, action: Action, facts: Facts, standing: Standing, reached: string[]): Decision {
  const rule = RULES[action];
  if (rule.from && reaches(standing.role, rule.from)) return { allow: true, path: [...reached, `standing:${standing.role}`] };
  if (rule.own && owns(userId, rule.own, facts)) return { allow: true, path: [...reached, `own:${rule.own}`] };
  return deny('FORBIDDEN', [...reached, `standing:${standing.role}`, `rule:${action}`]);
}

function deny(code: Reason, path: string[]): Decision {
  return { allow: false, code, path };
}

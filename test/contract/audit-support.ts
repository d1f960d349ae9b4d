/** Acts that are recorded, and refusals as the server tells them. */
import type { AuditDraft } from '../../db/store.ts';
import type { Action, AuditDetail, Guard, Ref } from '../../shared/access.ts';
import { type Person, T0 } from './store-support.ts';

export const origin = { ip: '10.0.0.7', agent: 'A browser', requestId: 'r1' };

/** A guard that lets in and has it recorded. */
export function recorded(who: Person, action: Action, ref: Ref, detail?: AuditDetail): Guard {
  return { ...who.may(ref), check: () => ['by test'], audit: { action, origin, ...(detail && { detail }) } };
}

export const refused = (more: Partial<AuditDraft> = {}): AuditDraft => ({
  at: T0,
  action: 'conversation.read',
  credential: 'session',
  origin,
  allowed: false,
  reason: 'NOT_FOUND',
  path: ['place:hidden'],
  ...more,
});

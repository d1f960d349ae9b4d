import type { Guard } from '../../shared/access.ts';
import type { AuditDraft } from '../store.ts';
import type { AuditChain, Head } from './audit-chain.ts';

/**
 * What a transaction records in the audit log: gathered while it runs, written right before its commit, so that one is never there without the other
 * (AUDIT-1). A guard that is entered twice is one act.
 */
export interface Acts {
  add(key: object, draft: AuditDraft): void;
  /** What only the method knows, or knows only when it is done: the team that was joined, the person it was about. */
  complete(guard: Guard, more: Pick<AuditDraft, 'teamId' | 'subject' | 'detail'>): void;
  /** For the one who runs transactions. */
  begin(): void;
  write(): void;
  committed(): void;
}

export function openActs(chain: AuditChain): Acts {
  const acts = new Map<object, AuditDraft>();
  let head: Head | undefined;
  return {
    add: (key, draft) => void acts.set(key, draft),
    complete(guard, { detail, ...more }) {
      const act = acts.get(guard);
      if (act) acts.set(guard, { ...act, ...more, ...(detail && { detail: { ...act.detail, ...detail } }) });
    },
    begin() {
      acts.clear();
      head = undefined;
    },
    write() {
      if (acts.size > 0) head = chain.append(acts.values());
    },
    committed() {
      if (head) chain.advance(head);
    },
  };
}

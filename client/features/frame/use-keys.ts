import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { folderTree, inOrder } from '../../store/inbox-folders.ts';
import { emptyInbox } from '../../store/inbox-state.ts';
import { paths } from '../app/paths.ts';
import { useWorkspace } from '../app/workspace.ts';
import type { FrameDoes } from './frame-context.ts';

/** The keys that work everywhere. Single letters never act while somebody types or a dialog is open. */
export function useKeys(team: Team | undefined, does: FrameDoes): void {
  const { inbox } = useWorkspace();
  const [path, go] = useLocation();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || team === undefined) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const known = inbox.get() ?? emptyInbox;
      const isWanted = (each: Conversation) => !event.shiftKey || each.unread > 0 || known.threadsIn.has(each.id);
      const next = neighbour(inOrder(folderTree(known, team.id)), path, event.key === 'ArrowDown' ? 1 : -1, isWanted);
      event.preventDefault();
      if (next !== undefined) go(paths.conversation(next.teamId, next.id));
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      does.jump();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || isBusy(event.target)) return;
    if (event.key.toLowerCase() === 'n') does.startConversation();
    else if (event.key === '?') does.showKeys();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function neighbour(list: Conversation[], path: string, step: 1 | -1, isWanted: (each: Conversation) => boolean): Conversation | undefined {
  const at = list.findIndex((each) => path.endsWith(each.id));
  const from = at === -1 && step === -1 ? list.length : at;
  for (let next = from + step; next >= 0 && next < list.length; next += step) {
    const found = list[next];
    if (found !== undefined && isWanted(found)) return found;
  }
  return undefined;
}

/** Typing, or inside something that lies over the page. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"], [role="toolbar"]') !== null
  );
}

import { useEffect, useEffectEvent, useState } from 'react';
import type { ConversationId, MessageId } from '../../../shared/ids.ts';
import type { ConversationStore } from '../../store/conversation-store.ts';
import { shownOf } from '../../store/past.ts';
import type { Row } from '../../store/timeline.ts';
import { keep } from '../app/session-storage.ts';
import { useMessageInAddress } from './address.ts';
import type { Deeds } from './room.ts';

/** So many messages before it are shown above it, if they are not longer than this together. */
const CONTEXT = 3;
const CONTEXT_MAX_CHARS = 500;

interface RevealInput {
  id: ConversationId;
  store: ConversationStore;
  rows: readonly Row[];
  deeds: Deeds;
  /** Whether the message that the address names is one of these. */
  here: boolean;
}

/**
 * Brings the message that the address names into sight: what was said around it is loaded, then the list begins anew at its place. Returns
 * the key of that list. A message that is nowhere leaves everything as it is.
 */
export function useReveal({ id, store, rows, deeds, here }: RevealInput): number {
  const named = useMessageInAddress();
  const wanted = here ? named : undefined;
  // In the page from the start: then the list begins at it, and nothing jumps.
  const [shown, setShown] = useState(() => ({ wanted: placeAt(id, rows, wanted) ? wanted : undefined, times: 0 }));
  const [found, setFound] = useState<string>();
  // Named again later, it is brought into sight again.
  if (wanted === undefined && shown.wanted !== undefined) setShown({ wanted: undefined, times: shown.times });
  if (wanted === undefined && found !== undefined) setFound(undefined);
  const onFound = useEffectEvent((target: MessageId) => {
    const message = store.get()?.byId.get(target);
    // One of several answers, and maybe not the one on the screen.
    if (message?.parentId !== undefined && message.author.kind === 'model') deeds.choose(message.parentId, target);
    setFound(target);
  });
  useEffect(() => {
    if (wanted === undefined || shown.wanted === wanted) return undefined;
    const leaving = new AbortController();
    void look(wanted, store, deeds).then((target) => target !== undefined && !leaving.signal.aborted && onFound(target));
    return () => leaving.abort();
  }, [wanted, shown.wanted, store, deeds]);
  const due = found !== undefined && found === wanted && shown.wanted !== wanted;
  if (due && placeAt(id, rows, wanted)) setShown({ wanted, times: shown.times + 1 });
  useEffect(() => {
    if (shown.wanted === undefined) return undefined;
    // The row may be drawn a frame after its list.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => focusMessage(shown.wanted)));
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  return shown.times;
}

/** Puts the focus on a message that is in the page, for its keys; moves nothing. */
export function focusMessage(id: string | undefined): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-message]')];
  const row = rows.find((each) => each.dataset['message'] === id);
  row?.focus({ preventScroll: true });
  return row !== undefined;
}

/** In what is loaded, else where the server says it is. */
async function look(wanted: string, store: ConversationStore, deeds: Deeds): Promise<MessageId | undefined> {
  const id = wanted as MessageId;
  const state = store.get();
  if (!state?.byId.has(id)) {
    // What cannot be loaded, or is of another conversation, leaves everything as it is.
    const found = await deeds.goTo({ aroundMessageId: id }).catch(() => false);
    if (!found) return undefined;
  } else if (!shownOf(state).messages.some((each) => each.id === id)) deeds.leavePast();
  return store.get()?.byId.has(id) === true ? id : undefined;
}

/** Tells the list where to begin, as if one had been there before: at the message, or a little before it where that leaves it in sight. */
function placeAt(id: ConversationId, rows: readonly Row[], wanted: string | undefined): boolean {
  const messages = rows.filter((row) => row.kind === 'message');
  const at = messages.findIndex(({ message }) => message.id === wanted);
  const row =
    messages.slice(Math.max(0, at - CONTEXT), at + 1).find((_, index, before) => isShort(before.slice(index, -1))) ?? messages[at];
  if (at === -1 || row === undefined) return false;
  keep(`place.${id}`, JSON.stringify({ row: row.key, above: 0 }));
  return true;
}

function isShort(rows: readonly Extract<Row, { kind: 'message' }>[]): boolean {
  return rows.reduce((chars, { message }) => chars + message.text.length, 0) < CONTEXT_MAX_CHARS;
}

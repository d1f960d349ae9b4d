import ArrowLeft from 'lucide-react/icons/arrow-left';
import X from 'lucide-react/icons/x';
import { useCallback, useEffect } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../ui/icon-button.tsx';
import { paths } from '../app/paths.ts';
import { useMedia, useNarrow } from '../app/use-media.ts';
import { useRoom } from './room.ts';
import css from './panel.module.css';

/** The heading of what lies beside a conversation, or over it where there is no room. */
export function PanelHead({ title, close, onClose }: { title: string; close: string; onClose(): void }) {
  const narrow = useNarrow();
  // Where it lies over the conversation, the heading of that is out of reach.
  const Title = useMedia('(min-width: 1024px)') ? 'h2' : 'h1';
  const button = (
    <IconButton label={close} keys="Esc" onClick={onClose}>
      {narrow ? <ArrowLeft size={19} /> : <X size={18} />}
    </IconButton>
  );
  return (
    <header className={css.head}>
      {narrow && button}
      <Title className={css.title}>{title}</Title>
      {!narrow && button}
    </header>
  );
}

/** Goes back when one came from the conversation, else to the conversation: so the way back does not open it again. Then the focus has somewhere to go. */
export function useClosePanel(onClosed: () => void): () => void {
  const { team, id } = useRoom();
  const [, go] = useLocation();
  const close = useCallback(() => {
    if (cameFromHere(history.state)) history.back();
    else go(paths.conversation(team.id, id), { replace: true });
    // After the panel is gone and what it covered can have the focus again.
    setTimeout(onClosed);
  }, [onClosed, go, team.id, id]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      close();
    };
    // After everything inside had its turn.
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [close]);
  return close;
}

function cameFromHere(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'beside' in state;
}

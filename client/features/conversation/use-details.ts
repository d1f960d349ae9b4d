import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../app/paths.ts';
import { useDetailsInAddress } from './address.ts';
import { useRoom } from './room.ts';

/** Whether the details of this conversation are shown, and how they are shown and put away. */
export function useDetails(): { shown: boolean; show(): void; toggle(): void } {
  const { team, id } = useRoom();
  const [, go] = useLocation();
  const shown = useDetailsInAddress();
  const show = useCallback(() => go(paths.details(team.id, id), { state: { beside: true } }), [go, team.id, id]);
  const hide = () => go(paths.conversation(team.id, id), { replace: true });
  return { shown, show, toggle: shown ? hide : show };
}

import AtSign from 'lucide-react/icons/at-sign';
import Boxes from 'lucide-react/icons/boxes';
import CircleUser from 'lucide-react/icons/circle-user';
import Keyboard from 'lucide-react/icons/keyboard';
import Lock from 'lucide-react/icons/lock';
import LogOut from 'lucide-react/icons/log-out';
import MessageSquare from 'lucide-react/icons/message-square';
import MessageSquareText from 'lucide-react/icons/message-square-text';
import SquarePen from 'lucide-react/icons/square-pen';
import SunMoon from 'lucide-react/icons/sun-moon';
import Users from 'lucide-react/icons/users';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Unread } from '../../store/inbox-state.ts';
import type { Option } from '../../ui/options.tsx';
import { reaches } from '../app/may.ts';
import { paths } from '../app/paths.ts';
import { setPreference, usePreferences } from '../app/preferences.ts';
import { count } from '../app/times.ts';
import { useInbox, useWorkspace } from '../app/workspace.ts';
import { useFrame } from './frame-context.ts';
import { useThreads } from './use-threads.ts';
import css from './jump.module.css';

export interface Target extends Option {
  detail: string;
  go(): void;
}

/** Everywhere one can go from here and everything one can do: threads with something new and what is unread first, then what moved last, then places and commands. */
export function useTargets(team: Team): Target[] {
  return [...useNewThreads(team), ...useConversations(team), ...usePlaces(team), ...useActs(team)];
}

function useConversations(team: Team): Target[] {
  const [, go] = useLocation();
  const conversations = useInbox((inbox) => inbox?.conversations) ?? [];
  const teams = useInbox((inbox) => inbox?.teams) ?? [];
  const nameOf = (id: Team['id']) => teams.find((each) => each.id === id)?.name ?? '';
  const rank = (each: Conversation) => 4 * Number(each.teamId === team.id) + 2 * Number(each.mentions > 0) + Number(each.unread > 0);
  return conversations
    .filter(({ archivedAt, threadOf }) => archivedAt === undefined && threadOf === undefined)
    .toSorted((a, b) => rank(b) - rank(a))
    .map((each) => ({
      key: each.id,
      label: each.title,
      detail: [each.teamId === team.id ? '' : nameOf(each.teamId), unreadOf(each)].filter((part) => part !== '').join(' · '),
      face: face(
        each.mentions > 0 ? <AtSign size={15} /> : each.visibility === 'private' ? <Lock size={15} /> : <MessageSquare size={15} />,
      ),
      go: () => go(paths.conversation(each.teamId, each.id)),
    }));
}

function useNewThreads(team: Team): Target[] {
  const [, go] = useLocation();
  return useThreads(team.id).map((each) => ({
    key: each.conversationId,
    label: each.about === '' ? 'A deleted message' : each.about,
    detail: `Thread · ${unreadOf(each)}`,
    face: face(each.mentions > 0 ? <AtSign size={15} /> : <MessageSquareText size={15} />),
    go: () => go(paths.thread(each.teamId, each.threadOf.conversationId, each.conversationId)),
  }));
}

function unreadOf({ unread, mentions }: Unread): string {
  if (mentions > 0) return `Mentions you · ${count(unread)} unread`;
  return unread > 0 ? `${count(unread)} unread` : '';
}

function usePlaces(team: Team): Target[] {
  const [, go] = useLocation();
  const teams = useInbox((inbox) => inbox?.teams) ?? [];
  const member = reaches(team.role, 'member');
  const place = (key: string, label: string, detail: string, icon: ReactNode, path: string) => ({
    key,
    label,
    detail,
    face: face(icon),
    go: () => go(path),
  });
  return [
    ...(member ? [place('people', 'People', team.name, <Users size={15} />, paths.people(team.id))] : []),
    place('models', 'Models', team.name, <Boxes size={15} />, paths.models(team.id)),
    place('account', 'Account', 'You', <CircleUser size={15} />, paths.me),
    ...teams.filter(({ id }) => id !== team.id).map(({ id, name }) => place(id, name, 'Team', <Users size={15} />, paths.team(id))),
  ];
}

function useActs(team: Team): Target[] {
  const { signOut } = useWorkspace();
  const { startConversation, showKeys } = useFrame();
  const { theme } = usePreferences();
  const themes = [
    { theme: 'light', label: 'Light theme' },
    { theme: 'dark', label: 'Dark theme' },
    { theme: 'system', label: 'Theme of the system' },
  ] as const;
  return [
    ...(reaches(team.role, 'member')
      ? [{ key: 'new', label: 'New conversation', detail: 'N', face: face(<SquarePen size={15} />), go: startConversation }]
      : []),
    { key: 'keys', label: 'Keys', detail: '?', face: face(<Keyboard size={15} />), go: showKeys },
    ...themes
      .filter((each) => each.theme !== theme)
      .map((each) => ({
        key: each.theme,
        label: each.label,
        detail: '',
        face: face(<SunMoon size={15} />),
        go: () => setPreference('theme', each.theme),
      })),
    { key: 'signOut', label: 'Sign out', detail: '', face: face(<LogOut size={15} />), go: signOut },
  ];
}

function face(icon: ReactNode): ReactNode {
  return <span className={css.face}>{icon}</span>;
}

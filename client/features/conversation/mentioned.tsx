import { useMemo, type ReactNode } from 'react';
import type { UserId } from '../../../shared/ids.ts';
import { namesIn } from '../../store/mentions.ts';
import { MarksContext } from '../../ui/markdown/marks.tsx';
import { useModels } from '../app/use-models.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePeople, useRoom } from './room.ts';

/** A text in which the names of those it is meant for stand out. */
export function Mentioned({ text, mentions, children }: { text: string; mentions?: readonly UserId[] | undefined; children: ReactNode }) {
  return text.includes('@') ? <Named mentions={mentions}>{children}</Named> : children;
}

function Named({ mentions, children }: { mentions: readonly UserId[] | undefined; children: ReactNode }) {
  const { me } = useWorkspace();
  const { team } = useRoom();
  const people = usePeople();
  const models = useModels(team.id).answer?.items;
  const find = useMemo(() => {
    const named = people.filter(({ userId }) => mentions?.includes(userId) ?? false);
    const names = [...named, ...(models ?? [])].map(({ name }) => name);
    const own = named.find(({ userId }) => userId === me.id)?.name;
    return (text: string) => namesIn(text, names).map(({ name, from, to }) => ({ from, to, own: name === own }));
  }, [people, models, mentions, me.id]);
  return <MarksContext value={find}>{children}</MarksContext>;
}

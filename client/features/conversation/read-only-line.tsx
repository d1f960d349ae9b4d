import { useMembers } from '../app/use-members.ts';
import { usePart, useRoom } from './room.ts';
import css from './archived-line.module.css';

/** Stands where one would write, and says who can change that one may not. */
export function ReadOnlyLine() {
  const { team } = useRoom();
  const createdBy = usePart((state) => state.conversation.createdBy);
  const maker = useMembers(team.id).answer?.find(({ userId }) => userId === createdBy)?.name;
  return <div className={css.line}>{`It is shared with you to read. ${maker ?? 'Whoever shared it'} can let you write.`}</div>;
}

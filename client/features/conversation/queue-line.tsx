import { useMemo } from 'react';
import type { Generation } from '../../../shared/schemas/conversation.ts';
import { useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';
import css from './queue-line.module.css';

/** What stands before a reply that waits here. */
export function QueueLine() {
  const generations = usePart((state) => state.generations);
  const first = useMemo(() => firstInLine([...generations.values()].map(({ generation }) => generation)), [generations]);
  return first === undefined ? null : <Ahead position={first.position} generation={first.id} />;
}

function firstInLine(generations: Generation[]): Extract<Generation, { state: 'queued' }> | undefined {
  return generations.filter((each) => each.state === 'queued').toSorted((a, b) => a.position - b.position)[0];
}

function Ahead({ position, generation }: { position: number; generation: string }) {
  const { parley } = useWorkspace();
  const { team } = useRoom();
  const queue = useCall(`queue ${generation} ${position}`, () => parley.api.generation.queue.query({ teamId: team.id }));
  if (!queue.answer) return null;
  const running = queue.answer.items.filter((item) => item.position === 0);
  const ahead = running.length + position - 1;
  if (ahead === 0) return null;
  return (
    <div className={css.line}>
      {ahead} ahead · {whose(running[0])} reply is being written
    </div>
  );
}

/** Of other teams it is only told that there is something. */
function whose(item: { generation?: Generation | undefined; mine: boolean } | undefined): string {
  if (item?.mine === true) return 'your other';
  return item?.generation === undefined ? 'another team’s' : `${item.generation.requestedBy.name}’s`;
}

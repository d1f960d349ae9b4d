import { useMemo } from 'react';
import type { Generation } from '../../../shared/schemas/conversation.ts';
import { useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';
import { useDetails } from './use-details.ts';
import css from './queue-line.module.css';

/** What stands before a reply that waits here; `more`: a press tells all of it. */
export function QueueLine({ more = false }: { more?: boolean }) {
  const generations = usePart((state) => state.generations);
  const first = useMemo(() => firstInLine([...generations.values()].map(({ generation }) => generation)), [generations]);
  return first === undefined ? null : <Ahead position={first.position} generation={first.id} more={more} />;
}

function firstInLine(generations: Generation[]): Extract<Generation, { state: 'queued' }> | undefined {
  return generations.filter((each) => each.state === 'queued').toSorted((a, b) => a.position - b.position)[0];
}

function Ahead({ position, generation, more }: { position: number; generation: string; more: boolean }) {
  const { show } = useDetails();
  const { parley } = useWorkspace();
  const { team } = useRoom();
  const queue = useCall(`queue ${generation} ${position}`, () => parley.api.generation.queue.query({ teamId: team.id }));
  if (!queue.answer) return null;
  const running = queue.answer.items.filter((item) => item.position === 0);
  const ahead = running.length + position - 1;
  if (ahead === 0) return null;
  const line = `${ahead} ahead · ${whose(running[0])} reply is being written`;
  if (!more) return <div className={css.line}>{line}</div>;
  return (
    <button type="button" className={css.line} onClick={show}>
      {line}
    </button>
  );
}

/** Of other teams it is only told that there is something. */
function whose(item: { generation?: Generation | undefined; mine: boolean } | undefined): string {
  if (item?.mine === true) return 'your other';
  return item?.generation === undefined ? 'another team’s' : `${item.generation.requestedBy.name}’s`;
}

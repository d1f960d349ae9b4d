import Square from 'lucide-react/icons/square';
import { useCallback, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Generation, Person } from '../../../shared/schemas/conversation.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { paths } from '../app/paths.ts';
import { count, dayOf, ordinal } from '../app/times.ts';
import { useMedia } from '../app/use-media.ts';
import { useMembers } from '../app/use-members.ts';
import { useInboxConversation, useOnline, useWorkspace } from '../app/workspace.ts';
import { focusComposer } from './composer-focus.ts';
import { ModelFace } from './model-face.tsx';
import { PanelHead, useClosePanel } from './panel.tsx';
import { usePart, usePeople, useRoom } from './room.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import { useLine, type Waiting } from './use-line.ts';
import { useSeenBy } from './use-seen-by.ts';
import frame from './panel.module.css';
import css from './details-panel.module.css';

/** More of them are only counted. */
const MOST_SHOWN = 100;

/** What this conversation is, which replies are on their way, and who sees it. */
export function DetailsPanel() {
  const { id } = useRoom();
  const close = useClosePanel(useCallback(() => focusComposer(id), [id]));
  return (
    <section className={frame.panel} aria-label="Details">
      <div className={css.whole}>
        <PanelHead title="Details" close="Close the details" onClose={close} />
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
        <div className={css.body} tabIndex={0} role="group" aria-label="Details of this conversation">
          <About />
          <Line />
          <People />
        </div>
      </div>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  // Below the heading of the panel, whichever level that has.
  const Title = useMedia('(min-width: 1024px)') ? 'h3' : 'h2';
  return (
    <section className={css.part}>
      <Title className={css.title}>{title}</Title>
      {children}
    </section>
  );
}

function About() {
  const { team } = useRoom();
  const { title, createdBy, createdAt, forkedFrom, answers } = usePart((state) => state.conversation);
  const { name } = useAnsweringModel();
  const who = useMembers(team.id).answer?.find((member) => member.userId === createdBy)?.name;
  const begun = [who, dayOf(createdAt)].filter(Boolean).join(' · ');
  return (
    <Part title={title}>
      <dl className={css.facts}>
        <dt>{forkedFrom === undefined ? 'Begun' : 'Forked'}</dt>
        <dd>{begun}</dd>
        <dt>Seen by</dt>
        <dd>{useSeenBy()}</dd>
        <dt>Answers</dt>
        <dd>
          {name}, {answers === 'always' ? 'every message' : 'when named'}
        </dd>
      </dl>
    </Part>
  );
}

/** Of everything that the model server has to do: one line serves all. */
function Line() {
  const line = useLine();
  return (
    <Part title="Replies on their way">
      {line.length === 0 ? (
        <p className={css.quiet}>None.</p>
      ) : (
        <ol className={css.list}>
          {line.map((each) => (
            <InLine key={each.generation?.id ?? `elsewhere ${each.position}`} waiting={each} />
          ))}
        </ol>
      )}
    </Part>
  );
}

function InLine({ waiting: { generation, position, mine } }: { waiting: Waiting }) {
  const state = position === 0 ? 'Being written' : `${ordinal(position)} in line`;
  if (generation === undefined) {
    return (
      <li className={css.row}>
        <span className={css.name}>{mine ? 'A reply of yours' : 'Another team'}</span>
        <span className={css.quiet}>{state}</span>
      </li>
    );
  }
  return (
    <li className={css.row}>
      <ModelFace />
      <span className={css.name}>
        {generation.model}
        <span className={css.quiet}>
          for {generation.requestedBy.name} · {state}
          <Where generation={generation} />
        </span>
      </span>
      <Stop generation={generation} />
    </li>
  );
}

function Where({ generation: { conversationId } }: { generation: Generation }) {
  const { team, id } = useRoom();
  const elsewhere = useInboxConversation(conversationId);
  if (conversationId === id || elsewhere === undefined) return null;
  return (
    <>
      {' · '}
      <Link href={paths.conversation(team.id, conversationId)}>{elsewhere.title}</Link>
    </>
  );
}

/** Here only what is written here is stopped: what somebody does not see they do not judge. */
function Stop({ generation }: { generation: Generation }) {
  const { id, deeds, mayWrite } = useRoom();
  if (generation.conversationId !== id || !mayWrite) return null;
  return (
    <IconButton label={`Stop the reply for ${generation.requestedBy.name}`} onClick={() => deeds.stop(generation.id)}>
      <Square size={12} fill="currentColor" />
    </IconButton>
  );
}

function People() {
  const { team } = useRoom();
  const { me } = useWorkspace();
  const people = usePeople();
  const viewers = usePart((state) => state.viewers);
  const online = useOnline(team.id);
  const roles = new Map(useMembers(team.id).answer?.map(({ userId, role }) => [userId, role]));
  const here = new Set(viewers.map(({ userId }) => userId));
  const rank = ({ userId }: Person) => (here.has(userId) ? 0 : online.has(userId) ? 1 : 2);
  // Guests are not told who sees it; whoever has it open they see anyway.
  const all = [...new Map([...people, ...viewers].map((person) => [person.userId, person])).values()].toSorted(
    (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name),
  );
  return (
    <Part title={`People · ${count(all.length)}`}>
      <ul className={css.list}>
        {all.slice(0, MOST_SHOWN).map((person) => (
          <li key={person.userId} className={css.row}>
            <Avatar id={person.userId} name={person.name} online={online.has(person.userId)} />
            <span className={css.name}>
              {person.name}
              <span className={css.quiet}>
                {[person.userId === me.id && 'you', roles.get(person.userId), here.has(person.userId) && 'has this open']
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {all.length > MOST_SHOWN && <p className={css.quiet}>And {count(all.length - MOST_SHOWN)} more.</p>}
    </Part>
  );
}

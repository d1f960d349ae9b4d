import X from 'lucide-react/icons/x';
import { useId, useState, type KeyboardEvent } from 'react';
import { RELATIONS, type Relation } from '../../../shared/access.ts';
import type { UserId } from '../../../shared/ids.ts';
import type { Share } from '../../../shared/schemas/conversation.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { Select } from '../../ui/select.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { RELATION_NAMES } from '../app/role-words.ts';
import { useAct, type Asked } from '../app/use-call.ts';
import { useMembers } from '../app/use-members.ts';
import css from './shared-people.module.css';

const SHOWN = 6;
const RELATION_OPTIONS = RELATIONS.map((value) => ({ value, label: RELATION_NAMES[value] }));

interface SharedPeopleProps {
  team: Team;
  shares: Asked<{ items: Share[] }>;
  /** Whether one may add and take back; else the list is only read. */
  may: boolean;
  /** Who sees it without being given it. */
  seesAlready(member: Member): boolean;
  give(userId: UserId, relation: Relation | null): Promise<unknown>;
}

/** Single people something is shared with: added by name, to read or to take part. */
export function SharedPeople({ team, shares, may, seesAlready, give }: SharedPeopleProps) {
  const change = useAct(async (userId: UserId, relation: Relation | null) => {
    await give(userId, relation);
    shares.again();
  });
  const items = shares.answer?.items;
  return (
    <div className={css.people}>
      {may && <AddPeople team={team} shared={items ?? []} seesAlready={seesAlready} onAdd={change.run} />}
      {change.problem && <ProblemNotice problem={change.problem} />}
      {shares.problem && <ProblemNotice problem={shares.problem} onRetry={shares.again} />}
      {!items && !shares.problem && <Skeleton lines={2} />}
      {items?.length === 0 && <p className={css.none}>Not shared with single people.</p>}
      {items && items.length > 0 && (
        <ul aria-label="Shared with">
          {items.map((share) => (
            <ShareRow key={share.userId} share={share} may={may} onChange={(relation) => void change.run(share.userId, relation)} />
          ))}
        </ul>
      )}
    </div>
  );
}

function ShareRow({ share, may, onChange }: { share: Share; may: boolean; onChange(relation: Relation | null): void }) {
  const { userId, name, role, relation } = share;
  return (
    <li className={css.row}>
      <Avatar id={userId} name={name} size="s" />
      <span className={css.name}>
        {name} <span className={css.role}>{role}</span>
      </span>
      {may ? (
        <>
          <Select bare label={`What ${name} may do`} value={relation} options={RELATION_OPTIONS} onChange={onChange} />
          <IconButton label={`Stop sharing with ${name}`} size="small" onClick={() => onChange(null)}>
            <X size={15} />
          </IconButton>
        </>
      ) : (
        <span className={css.role}>{RELATION_NAMES[relation]}</span>
      )}
    </li>
  );
}

interface AddPeopleProps extends Pick<SharedPeopleProps, 'team' | 'seesAlready'> {
  shared: Share[];
  onAdd(userId: UserId, relation: Relation): Promise<boolean>;
}

/** Enter adds the first who is found. */
function AddPeople({ team, shared, seesAlready, onAdd }: AddPeopleProps) {
  const { answer: members = [] } = useMembers(team.id);
  const list = useId();
  const [text, setText] = useState('');
  const [relation, setRelation] = useState<Relation>('editor');
  const wanted = text.trim().toLocaleLowerCase();
  const open = members.filter((each) => each.suspendedAt === undefined && !shared.some(({ userId }) => userId === each.userId));
  const found = wanted === '' ? [] : open.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const add = async (member: Member | undefined) => {
    if (member === undefined || seesAlready(member)) return;
    if (await onAdd(member.userId, relation)) setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void add(found.find((each) => !seesAlready(each)));
  };
  return (
    <div className={css.add}>
      <div className={css.line}>
        <Field
          label="Add people"
          placeholder="By name"
          autoComplete="off"
          className={css.grow}
          aria-controls={list}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Select label="They" value={relation} options={RELATION_OPTIONS} onChange={setRelation} />
      </div>
      <ul id={list} className={css.found}>
        {found.slice(0, SHOWN).map((member) => (
          <Candidate key={member.userId} member={member} already={seesAlready(member)} onAdd={() => void add(member)} />
        ))}
      </ul>
      <p className={css.none} role="status">
        {wanted !== '' && found.length === 0 && 'Nobody else in the team is called like that. An invite brings people in.'}
      </p>
    </div>
  );
}

function Candidate({ member, already, onAdd }: { member: Member; already: boolean; onAdd(): void }) {
  return (
    <li className={css.row}>
      <Avatar id={member.userId} name={member.name} size="s" />
      <span className={css.name}>
        {member.name} <span className={css.role}>{member.role}</span>
      </span>
      {already ? (
        <span className={css.role}>Sees it already</span>
      ) : (
        <Button size="small" onClick={onAdd} aria-label={`Add ${member.name}`}>
          Add
        </Button>
      )}
    </li>
  );
}

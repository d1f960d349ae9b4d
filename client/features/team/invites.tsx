import { useState } from 'react';
import type { Invite, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { reaches } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { since, until } from '../app/times.ts';
import { useAct, useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import page from '../frame/page.module.css';
import css from './invites.module.css';

type Granted = 'admin' | 'moderator' | 'member';
const GRANTED: { value: Granted; label: string }[] = [
  { value: 'member', label: 'Member' },
  { value: 'moderator', label: 'Moderator' },
  { value: 'admin', label: 'Admin' },
];

/** Making a link, which is shown once, and the links that are open. */
export function Invites({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const [role, setRole] = useState<Granted>('member');
  const [url, setUrl] = useState<string>();
  const open = useCall(`invites ${team.id}`, () => parley.api.invite.list.query({ teamId: team.id }));
  const create = useAct(async () => {
    const made = await parley.api.invite.create.mutate({ teamId: team.id, role });
    setUrl(made.url);
    open.again();
  });
  const options = GRANTED.filter((each) => each.value !== 'admin' || reaches(team.role, 'owner'));
  return (
    <>
      <div className={css.make}>
        <Choice<Granted> label="Role of who joins" value={role} options={options} onChange={setRole} />
        <Button kind="primary" busy={create.busy} onClick={() => void create.run()}>
          Create invite link
        </Button>
      </div>
      {create.problem && <ProblemNotice problem={create.problem} />}
      {url !== undefined && <NewLink url={url} />}
      {open.problem && <ProblemNotice problem={open.problem} onRetry={open.again} />}
      {open.answer && open.answer.items.length > 0 && (
        <ul className={page.list} aria-label="Open invites">
          {open.answer.items.map((invite) => (
            <InviteRow key={invite.id} invite={invite} onRevoked={open.again} />
          ))}
        </ul>
      )}
    </>
  );
}

function NewLink({ url }: { url: string }) {
  return (
    <div className={css.made} role="status">
      <Field
        label="Invite link"
        readOnly
        value={url}
        className={page.grow}
        hint="Copy it now: it is shown only this once."
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={url} label="Copy the invite link" word="Copy" />
    </div>
  );
}

function InviteRow({ invite, onRevoked }: { invite: Invite; onRevoked(): void }) {
  const { parley } = useWorkspace();
  const revoke = useAct(async () => {
    await parley.api.invite.revoke.mutate({ inviteId: invite.id });
    onRevoked();
  });
  return (
    <li className={page.row}>
      <div className={page.main}>
        <div className={page.name}>
          Link of {invite.invitedBy}
          <span className={page.tag}>{invite.role}</span>
        </div>
        <div className={page.detail}>
          Made {since(invite.createdAt)} · expires {until(invite.expiresAt)} · {joined(invite.uses)}
        </div>
        {revoke.problem && <ProblemNotice problem={revoke.problem} />}
      </div>
      <Button size="small" busy={revoke.busy} onClick={() => void revoke.run()}>
        Revoke
      </Button>
    </li>
  );
}

function joined(uses: number): string {
  if (uses === 0) return 'nobody joined by it yet';
  return uses === 1 ? '1 person joined by it' : `${uses} people joined by it`;
}

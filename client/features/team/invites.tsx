import { useState } from 'react';
import type { Invite, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { asRole } from '../app/role-words.ts';
import { count, since, until } from '../app/times.ts';
import { useAct, useCall } from '../app/use-call.ts';
import { useInbox, useWorkspace } from '../app/workspace.ts';
import { InviteForm, type Made } from './invite-form.tsx';
import page from '../frame/page.module.css';
import css from './invites.module.css';

const FEW = 3;

/** Making a link, which is shown once, and the links that are open. */
export function Invites({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const [made, setMade] = useState<Made>();
  // Whoever joins used one.
  const revision = useInbox((inbox) => inbox?.membersRevision.get(team.id) ?? 0);
  const open = useCall(`invites ${team.id}`, () => parley.api.invite.list.query({ teamId: team.id }), revision);
  const onMade = (news: Made) => {
    setMade(news);
    open.again();
  };
  const onRevoked = (gone: Invite) => {
    if (made?.invite.id === gone.id) setMade(undefined);
    open.again();
  };
  return (
    <>
      <InviteForm team={team} onMade={onMade} />
      <div role="status">{made && <NewLink key={made.invite.id} made={made} />}</div>
      {open.problem && <ProblemNotice problem={open.problem} onRetry={open.again} />}
      {open.answer && open.answer.items.length > 0 && <OpenInvites items={open.answer.items} onRevoked={onRevoked} />}
    </>
  );
}

/** The newest few; the rest when somebody wants them. */
function OpenInvites({ items, onRevoked }: { items: Invite[]; onRevoked(gone: Invite): void }) {
  const [all, showAll] = useState(false);
  const newest = items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return (
    <>
      <ul className={page.list} aria-label="Open invites">
        {newest.slice(0, all ? undefined : FEW).map((invite) => (
          <InviteRow key={invite.id} invite={invite} onRevoked={() => onRevoked(invite)} />
        ))}
      </ul>
      {items.length > FEW && !all && (
        <div>
          <Button size="small" onClick={() => showAll(true)}>{`Show all ${count(items.length)} open invites`}</Button>
        </div>
      )}
    </>
  );
}

function NewLink({ made: { invite, url } }: { made: Made }) {
  const whom = invite.email === undefined ? '' : ` Only an account with ${invite.email} can use it.`;
  return (
    <div className={css.made}>
      <Field
        label="Invite link"
        readOnly
        value={url}
        className={page.grow}
        hint={`Copy it now: it is shown only this once. Who opens it joins as ${asRole(invite.role)}.${whom}`}
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
  const name = invite.email === undefined ? `Link of ${invite.invitedBy}` : `For ${invite.email}`;
  return (
    <li className={page.row}>
      <div className={page.main}>
        <div className={page.name}>
          {name}
          <span className={page.tag}>{invite.role}</span>
        </div>
        <div className={page.detail}>
          Made {since(invite.createdAt)}
          {invite.email !== undefined && ` by ${invite.invitedBy}`} · expires {until(invite.expiresAt)} · {used(invite)}
        </div>
        {revoke.problem && <ProblemNotice problem={revoke.problem} />}
      </div>
      <Button size="small" busy={revoke.busy} onClick={() => void revoke.run()} aria-label={`Revoke: ${name}`}>
        Revoke
      </Button>
    </li>
  );
}

function used({ uses, maxUses }: Invite): string {
  if (maxUses === 1) return uses === 0 ? 'not used yet' : 'used up';
  if (maxUses !== null) return `used ${count(uses)} of ${count(maxUses)} times`;
  if (uses === 0) return 'nobody joined by it yet';
  return uses === 1 ? '1 person joined by it' : `${count(uses)} people joined by it`;
}

import { useState, type FormEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import type { Invite, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { grantable } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { ROLE_ABOUT, ROLE_NAMES } from '../app/role-words.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import css from './invites.module.css';

export interface Made {
  invite: Invite;
  url: string;
}

/** Owners are made, not invited. */
const INVITED = ['member', 'guest', 'moderator', 'admin'] as const;
type Invited = (typeof INVITED)[number];

const EXPIRES = [
  { value: '1', label: 'In an hour' },
  { value: '24', label: 'In a day' },
  { value: '168', label: 'In 7 days' },
  { value: '720', label: 'In 30 days' },
] as const;
type Hours = (typeof EXPIRES)[number]['value'];

const USES = [
  { value: '', label: 'Until it expires' },
  { value: '1', label: 'Once' },
  { value: '5', label: '5 times' },
  { value: '25', label: '25 times' },
  { value: '100', label: '100 times' },
] as const;
type Uses = (typeof USES)[number]['value'];

/** As what, for whom, for how long, how often. What is filled in is what is usual. */
export function InviteForm({ team, onMade }: { team: Team; onMade(made: Made): void }) {
  const { parley } = useWorkspace();
  const [role, setRole] = useState<Invited>('member');
  const [email, setEmail] = useState('');
  const [hours, setHours] = useState<Hours>('168');
  const [uses, setUses] = useState<Uses>('');
  const address = email.trim();
  const create = useAct(async () => {
    const made = await parley.api.invite.create.mutate({
      teamId: team.id,
      role,
      expiresInHours: Number(hours),
      ...(address !== '' && { email: address }),
      ...(address === '' && uses !== '' && { maxUses: Number(uses) }),
    });
    setEmail('');
    onMade(made);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  const may = grantable(team.role);
  const roles = INVITED.filter((each) => may.includes(each)).map((value) => ({ value, label: ROLE_NAMES[value] }));
  const wrong = create.problem?.fields['email'];
  return (
    <form className={css.make} onSubmit={submit} noValidate>
      {create.problem && wrong === undefined && <ProblemNotice problem={create.problem} />}
      <div className={css.choices}>
        <Select label="Joins as" value={role} options={roles} onChange={setRole} />
        <Select label="Expires" value={hours} options={EXPIRES} onChange={setHours} />
        <Select label="Works" value={address === '' ? uses : '1'} options={USES} disabled={address !== ''} onChange={setUses} />
      </div>
      <p className={css.about}>{ROLE_ABOUT[role]}</p>
      <div className={css.end}>
        <Field
          label="Only for this e-mail address"
          type="email"
          placeholder="Anybody with the link"
          autoComplete="off"
          maxLength={TEXT.emailMaxChars}
          error={wrong}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={create.busy}>
          Create invite link
        </Button>
      </div>
    </form>
  );
}

import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import Plus from 'lucide-react/icons/plus';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { TEXT } from '../../../shared/limits.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Modal } from '../../ui/modal.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useInbox, useWorkspace } from '../app/workspace.ts';
import css from './sidebar.module.css';
import form from './new-conversation.module.css';

/** Which team one is in, and the way to another. */
export function TeamMenu({ team }: { team: Team }) {
  const teams = useInbox((inbox) => inbox?.teams) ?? [];
  const [, go] = useLocation();
  const [creating, create] = useState(false);
  return (
    <>
      <Menu
        align="start"
        wide
        label="Teams"
        trigger={
          <button type="button" className={css.team} aria-label={`${team.name}, change team`}>
            <span className={css.teamName}>{team.name}</span>
            <ChevronsUpDown size={14} />
          </button>
        }
      >
        {teams.map((each) => (
          <MenuChoice key={each.id} chosen={each.id === team.id} onSelect={() => go(paths.team(each.id))}>
            {each.name}
          </MenuChoice>
        ))}
        <MenuLine />
        <MenuItem icon={<Plus size={15} />} onSelect={() => create(true)}>
          New team
        </MenuItem>
      </Menu>
      <Modal open={creating} onOpenChange={create} title="New team" about="You will own it. Teams see nothing of each other.">
        <NewTeam onDone={() => create(false)} />
      </Modal>
    </>
  );
}

function NewTeam({ onDone }: { onDone(): void }) {
  const { parley } = useWorkspace();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const create = useAct(async () => {
    const { team } = await parley.api.team.create.mutate({ name: name.trim() });
    onDone();
    go(paths.team(team.id));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  return (
    <form className={form.form} onSubmit={submit}>
      {create.problem && <ProblemNotice problem={create.problem} />}
      <Field label="Team name" required maxLength={TEXT.teamNameMaxChars} value={name} onChange={(event) => setName(event.target.value)} />
      <div className={form.actions}>
        <Button kind="primary" type="submit" busy={create.busy}>
          Create team
        </Button>
      </div>
    </form>
  );
}

import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import Plus from 'lucide-react/icons/plus';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { paths } from '../app/paths.ts';
import { untilThere } from '../app/until-there.ts';
import { useInbox } from '../app/workspace.ts';
import css from './sidebar.module.css';

const NewTeam = lazy(async () => ({ default: (await untilThere(() => import('./new-team.tsx'))).NewTeam }));

/** Which team one is in, and the way to another. */
export function TeamMenu({ team }: { team: Team }) {
  const teams = useInbox((inbox) => inbox?.teams) ?? [];
  const [, go] = useLocation();
  // Undefined until it was first asked for.
  const [creating, create] = useState<boolean>();
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
      {creating !== undefined && (
        <Suspense>
          <NewTeam open={creating} onOpenChange={create} />
        </Suspense>
      )}
    </>
  );
}

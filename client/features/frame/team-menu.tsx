import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import Plus from 'lucide-react/icons/plus';
import { useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Menu, MenuChoice, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { paths } from '../app/paths.ts';
import { useInbox } from '../app/workspace.ts';
import { useFrame } from './frame-context.ts';
import css from './sidebar.module.css';

/** Which team one is in, and the way to another. */
export function TeamMenu({ team }: { team: Team }) {
  const teams = useInbox((inbox) => inbox?.teams) ?? [];
  const [, go] = useLocation();
  const { open } = useFrame();
  return (
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
      <MenuItem icon={<Plus size={15} />} onSelect={() => open({ kind: 'newTeam' })}>
        New team
      </MenuItem>
    </Menu>
  );
}

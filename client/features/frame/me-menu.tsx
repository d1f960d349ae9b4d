import CircleUser from 'lucide-react/icons/circle-user';
import Keyboard from 'lucide-react/icons/keyboard';
import LogOut from 'lucide-react/icons/log-out';
import { useLocation } from 'wouter';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { paths } from '../app/paths.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useFrame } from './frame-context.ts';
import css from './sidebar.module.css';

export function MeMenu() {
  const { me, signOut } = useWorkspace();
  const { showKeys, closeDrawer } = useFrame();
  const [, go] = useLocation();
  const visit = (path: string) => {
    closeDrawer();
    go(path);
  };
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={css.item}>
          <Avatar id={me.id} name={me.name} size="xs" />
          <span className={css.title}>
            {me.name}
            <span className="said">, your account</span>
          </span>
        </button>
      }
    >
      <MenuItem icon={<CircleUser size={15} />} onSelect={() => visit(paths.me)}>
        Account
      </MenuItem>
      <MenuItem icon={<Keyboard size={15} />} onSelect={showKeys}>
        Keys
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={15} />} onSelect={signOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

import Info from 'lucide-react/icons/info';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNarrow } from '../app/use-media.ts';
import { MenuButton } from '../frame/menu-button.tsx';
import { ModelPicker } from './model-picker.tsx';
import { MoreMenu } from './more-menu.tsx';
import { ShareMenu } from './share-menu.tsx';
import { TitleEdit } from './title-edit.tsx';
import { useDetails } from './use-details.ts';
import { Viewers } from './viewers.tsx';
import css from './conversation-header.module.css';

export function ConversationHeader() {
  return (
    <header className={css.header}>
      <MenuButton />
      <TitleEdit />
      <div className={css.tools}>
        <Viewers />
        <ModelPicker />
        <ShareMenu />
        <DetailsButton />
        <MoreMenu />
      </div>
    </header>
  );
}

/** On a phone there is no room for it, and the menu has it. */
function DetailsButton() {
  const narrow = useNarrow();
  const { shown, toggle } = useDetails();
  if (narrow) return null;
  return (
    <IconButton label="Details" pressed={shown} onClick={toggle}>
      <Info size={18} />
    </IconButton>
  );
}

import { MenuButton } from '../frame/menu-button.tsx';
import { ModelPicker } from './model-picker.tsx';
import { MoreMenu } from './more-menu.tsx';
import { ShareMenu } from './share-menu.tsx';
import { TitleEdit } from './title-edit.tsx';
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
        <MoreMenu />
      </div>
    </header>
  );
}

import PanelLeft from 'lucide-react/icons/panel-left';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNarrow } from '../app/use-media.ts';
import { useFrame } from './frame-context.ts';

/** The way to the sidebar where it is a drawer. */
export function MenuButton() {
  const { openDrawer } = useFrame();
  if (!useNarrow()) return null;
  return (
    <IconButton label="Conversations" onClick={openDrawer} tipped={false}>
      <PanelLeft size={19} />
    </IconButton>
  );
}

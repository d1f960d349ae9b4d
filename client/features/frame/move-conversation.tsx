import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Modal } from '../../ui/modal.tsx';
import { PlaceList } from './place-list.tsx';
import { useMove } from './use-move.ts';

interface MoveConversationProps {
  team: Team;
  conversation: Conversation;
  open: boolean;
  onOpenChange(open: boolean): void;
}

export function MoveConversation({ team, conversation: { id, title, folderId }, open, onOpenChange }: MoveConversationProps) {
  const move = useMove();
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={`Move “${title}”`}
      about="Who a folder is shared with sees what is in it, unless it is private."
    >
      <PlaceList
        team={team}
        now={folderId}
        onPick={(picked) => {
          onOpenChange(false);
          move({ kind: 'conversation', id }, picked);
        }}
      />
    </Modal>
  );
}

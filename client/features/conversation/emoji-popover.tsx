import { Popover } from 'radix-ui';
import type { RefObject } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { useOver } from '../../ui/over.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { useRoom } from './room.ts';
import css from './reactions.module.css';

interface EmojiPopoverProps {
  message: Message;
  row: RefObject<HTMLElement | null>;
  button: RefObject<HTMLElement | null>;
  onClose(): void;
}

/** The emoji over the button that asked for them. The focus goes back to the message, for the next key. */
export function EmojiPopover({ message, row, button, onClose }: EmojiPopoverProps) {
  const { deeds } = useRoom();
  const over = useOver();
  const pick = (emoji: string) => {
    deeds.react(message, emoji);
    onClose();
  };
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor virtualRef={button} />
      <Popover.Portal {...over}>
        <Popover.Content
          className={css.over}
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="React"
          // Its own press closes it.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && button.current?.contains(event.target) === true) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            row.current?.focus({ preventScroll: true });
          }}
        >
          <EmojiPicker message={message} onPick={pick} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

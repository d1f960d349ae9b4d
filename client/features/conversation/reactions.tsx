import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Reactions } from '../../store/reactions.ts';
import { hasReacted } from '../../store/reactions.ts';
import { classes } from '../../ui/classes.ts';
import { Tip } from '../../ui/tip.tsx';
import { count } from '../app/times.ts';
import { listed } from '../app/names.ts';
import { useWorkspace } from '../app/workspace.ts';
import { emojiName } from './emoji.ts';
import { useRoom } from './room.ts';
import css from './reactions.module.css';

const NAMED = 8;

/** Under a message: what people said to it without words, and who. A press adds one's own or takes it back. */
export function ReactionRow({ message }: { message: Message }) {
  const { reactions } = message;
  if (reactions === undefined || reactions.length === 0) return null;
  return (
    <ul className={css.row} aria-label="Reactions">
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <Chip message={message} reaction={reaction} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ message, reaction: { emoji, people } }: { message: Message; reaction: Reactions[number] }) {
  const { me } = useWorkspace();
  const { deeds, mayWrite } = useRoom();
  const mine = hasReacted(message.reactions, emoji, me.id);
  const who = listed(
    people.map(({ userId, name }) => (userId === me.id ? 'You' : name)),
    NAMED,
  );
  return (
    <Tip label={`${who}: ${emojiName(emoji)}`} side="top">
      <button
        type="button"
        className={classes(css.chip, mine && css.mine)}
        aria-pressed={mine}
        aria-label={`${emojiName(emoji)}, ${count(people.length)}: ${who}`}
        disabled={!mayWrite}
        onClick={() => deeds.react(message, emoji)}
      >
        <span className={css.emoji}>{emoji}</span>
        {count(people.length)}
      </button>
    </Tip>
  );
}

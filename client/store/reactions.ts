/** Who reacted to a message with what: in the order of first use, people in the order they reacted. */
import type { Message, Person } from '../../shared/schemas/conversation.ts';

export type Reactions = NonNullable<Message['reactions']>;

/** The message with this reaction added or taken back; one that stands so already is given back as it is. */
export function withReaction(message: Message, { emoji, person, on }: { emoji: string; person: Person; on: boolean }): Message {
  const before = message.reactions ?? [];
  if (hasReacted(before, emoji, person.userId) === on) return message;
  const { reactions: _before, ...rest } = message;
  const after = on ? added(before, emoji, person) : removed(before, emoji, person);
  return after.length === 0 ? rest : { ...rest, reactions: after };
}

export function hasReacted(reactions: Reactions | undefined, emoji: string, userId: Person['userId']): boolean {
  return reactions?.find((each) => each.emoji === emoji)?.people.some((person) => person.userId === userId) ?? false;
}

function added(reactions: Reactions, emoji: string, person: Person): Reactions {
  if (!reactions.some((each) => each.emoji === emoji)) return [...reactions, { emoji, people: [person] }];
  return reactions.map((each) => (each.emoji === emoji ? { emoji, people: [...each.people, person] } : each));
}

function removed(reactions: Reactions, emoji: string, { userId }: Person): Reactions {
  return reactions
    .map((each) => (each.emoji === emoji ? { emoji, people: each.people.filter((person) => person.userId !== userId) } : each))
    .filter(({ people }) => people.length > 0);
}

/** A conversation as long as one likes, written straight through the door of the store: over the wire it would take as long as people take to type it. */
import { createHash } from 'node:crypto';
import type { ConversationId } from '../../shared/ids.ts';
import type { Guard } from '../../shared/access.ts';
import type { House } from './house.ts';
import type { Person } from './person.ts';

const WORDS =
  'the boat leaves at noon and we should ask whether anybody wants to bring bread because last time there was none left after the second island'.split(
    ' ',
  );

/** A text of about twenty tokens; every tenth is an answer with a list, every fiftieth one with code. */
export function passage(at: number): string {
  const words = (count: number) => Array.from({ length: count }, (_, n) => WORDS[(at * 7 + n * 3) % WORDS.length]).join(' ');
  if (at % 50 === 0)
    return `Line ${at}: ${words(9)}\n\n\`\`\`ts\nexport function step${at}(value: number): string {\n  return \`\${value} of ${at}\`;\n}\n\`\`\``;
  if (at % 10 === 0) return `Line ${at}: **${words(3)}** and ${words(6)}\n\n- ${words(4)}\n- ${words(5)}\n- \`${words(1)}\` ${words(4)}`;
  return `Line ${at}: ${words(8 + (at % 13))}`;
}

/** A new conversation of `count` messages in which models answer only when named. */
export async function longConversation(
  house: House,
  people: readonly Person[],
  count: number,
  text: (at: number) => string = passage,
): Promise<ConversationId> {
  const [founder] = people;
  if (founder === undefined) throw new Error('A conversation needs somebody.');
  const { conversation } = await founder.api.conversation.create.mutate({ teamId: founder.team.id, title: 'Long', answers: 'named' });
  const began = house.parley.app.clock.now() - count * 60_000;
  for (let at = 1; at <= count; at += 1) {
    const person = people[Math.floor(at / 3) % people.length] ?? founder;
    const draft = { conversationId: conversation.id, clientKey: `seed ${at}`, text: text(at) };
    await house.parley.app.store.messages.append(draft, guardOf(person, conversation.id), began + at * 60_000);
  }
  return conversation.id;
}

/** Lets in: what is measured is not whether one may. */
function guardOf(person: Person, conversationId: ConversationId): Guard {
  const token = person.cookie.slice(person.cookie.indexOf('=') + 1);
  const id = createHash('sha256').update(token).digest('hex');
  return { credential: { kind: 'session', id }, userId: person.user.id, ref: { kind: 'conversation', conversationId }, check: () => [] };
}

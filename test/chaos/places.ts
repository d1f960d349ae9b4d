/**
 * Where people talk in one act. The hall is what the whole team reads; the den is private, and shared with single people; the annex is open to the team
 * in a folder, and a guest sees it while it is in there and the folder is shared with them.
 */
import type { ConversationId, FolderId, UserId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { Actor } from './cast.ts';
import type { Mark } from './ticks.ts';

export interface Place {
  mark: Mark;
  /** With their threads, each after the conversation it hangs in. */
  talks: Conversation[];
}

export interface Places {
  hall: Place;
  den: Place;
  annex: Place;
  folderId: FolderId;
}

/** As the owner was told: who sees what by what was shared. */
export class Sight {
  readonly den = new Set<UserId>();
  readonly folder = new Set<UserId>();
  filed = false;

  sees({ mark }: Place, { guest, number, somebody }: Actor): boolean {
    const { userId } = somebody.account;
    switch (mark) {
      case '':
        return !guest;
      case 'd':
        return number === 0 || this.den.has(userId);
      case 'f':
        return !guest || (this.filed && this.folder.has(userId));
    }
  }

  /** Their membership ended, and all shares with it. */
  forget(userId: UserId): void {
    this.den.delete(userId);
    this.folder.delete(userId);
  }
}

export function placesIn({ hall, den, annex }: Places): Place[] {
  return [hall, den, annex];
}

export function talksIn(places: Places): Conversation[] {
  return placesIn(places).flatMap(({ talks }) => talks);
}

/** What any member sees. */
export function readable({ hall, annex }: Places): Conversation[] {
  return [...hall.talks, ...annex.talks];
}

export function placeOf(places: Places, conversationId: ConversationId): Place {
  return placesIn(places).find(({ talks }) => talks.some(({ id }) => id === conversationId)) ?? places.hall;
}

/** What somebody sees. */
export function talksOf(places: Places, sight: Sight, actor: Actor): Conversation[] {
  return placesIn(places)
    .filter((place) => sight.sees(place, actor))
    .flatMap(({ talks }) => talks);
}

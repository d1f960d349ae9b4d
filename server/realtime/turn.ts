import type { PassingEvent } from '../../shared/events.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Nudge } from './bus.ts';

/** Passing events, the latest of each kind only: one that was overtaken is of no use. */
export class Passing {
  /** Made when there is something: most wait for nothing. */
  #latest: Map<string, Passed> | undefined;

  get #kinds(): Map<string, Passed> {
    return (this.#latest ??= new Map());
  }

  add(event: PassingEvent, except?: UserId): void {
    this.#kinds.set(kindOf(event), { event, except });
  }

  /** Those that are for this person. */
  addAll(others: Passing, userId: UserId): void {
    for (const [kind, one] of others.#latest ?? NOTHING) if (one.except !== userId) this.#kinds.set(kind, one);
  }

  /** Is there something that is not for this person? */
  excludes(userId: UserId): boolean {
    for (const { except } of (this.#latest ?? NOTHING).values()) if (except === userId) return true;
    return false;
  }

  for(userId: UserId): PassingEvent[] {
    const events: PassingEvent[] = [];
    for (const { event, except } of (this.#latest ?? NOTHING).values()) if (except !== userId) events.push(event);
    return events;
  }

  take(): PassingEvent[] {
    const events = Array.from((this.#latest ?? NOTHING).values(), ({ event }) => event);
    this.#latest = undefined;
    return events;
  }
}

interface Passed {
  event: PassingEvent;
  except?: UserId | undefined;
}

const NOTHING: ReadonlyMap<string, Passed> = new Map();

/** What happened to a conversation in one turn of the event loop. */
export class Turn {
  readonly passing = new Passing();
  logGrew = false;
  /** Everybody is to be asked again whether they may be here, whether there is something to send or not. */
  accessChanged = false;

  add(nudge: Nudge): void {
    switch (nudge.topic) {
      case 'log':
        this.logGrew = true;
        return;
      case 'access':
        this.accessChanged = true;
        return;
      case 'passing':
        this.passing.add(nudge.event, nudge.except);
        return;
      case 'growth':
      // What grew is looked at in every turn.
    }
  }
}

function kindOf(event: PassingEvent): string {
  switch (event.type) {
    case 'reply.queued':
    case 'reply.state':
      return `generation ${event.generationId}`;
    case 'reply.grew':
      return `growth ${event.generationId} ${event.channel}`;
    case 'typing':
      return `typing ${event.person.userId}`;
    case 'presence':
    case 'resync':
      return event.type;
  }
}

/**
 * What one subscriber of one conversation receives, in three phases that are one loop: replay from its cursor, cut-over, live. The subscriber is a
 * cursor, not a queue (DESIGN 4.3): whenever it can write it reads what is new since its cursor, so a slow reader costs no memory and gets the
 * pieces joined. Once it has everything, the conversation's pump brings it what comes, for as long as it keeps up. Right before each frame access is
 * decided again, with no await in between (LEAVE-2).
 */
import type { Facts, Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationEvent } from '../../shared/events.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { BACKLOG, FEED } from '../../shared/limits.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { type Place, placeAt, readCursor, writeCursor } from './cursor.ts';
import { grownAfter, knowsMoreThanThere } from './following.ts';
import type { Connection } from './live.ts';
import { follow, type Follower, type Following } from './pump.ts';
import { roomToSend } from './room-to-send.ts';
import type { SharedFrame } from './shared-frame.ts';
import { Passing, type Turn } from './turn.ts';
import { Wake } from './wake.ts';

export interface FeedFrame {
  /** Unique per frame; resuming from it continues right after the frame. */
  id: string;
  events: ConversationEvent[];
  /** Told what this subscription is called on the wire, frames may go straight to the transport. */
  onWire(wire: string): void;
}

interface Subscriber {
  app: App;
  connection: Connection;
  who: Principal;
  /** Repeats the decision that let it in: `conversation.read`. */
  guard: Guard;
  conversationId: ConversationId;
}

/** Refuses what `conversation.read` refuses, also later: the end of access ends the feed. VALIDATION for a cursor that is none. */
export function conversationFeed(
  { app, connection, who, guard, conversationId }: Subscriber,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncIterator<FeedFrame, void> {
  return new Feed({ app, connection, who, guard, conversationId }, lastEventId, signal);
}

/** An iterator by hand: a generator would hold its last frame, and two more promises, for as long as it waits. */
class Feed implements Follower, AsyncIterator<FeedFrame, void> {
  readonly #subscriber: Subscriber;
  readonly #signal: AbortSignal;
  readonly #wake = new Wake();
  readonly #passing = new Passing();
  #lastEventId: string | undefined;
  #place: Place;
  #logGrew = true;
  #asleep = false;
  #wire: string | undefined;
  /** What the last decision looked at, and the revision it was read at. */
  #known: { revision: number; facts: Facts } | undefined;
  #state: 'new' | 'running' | 'over' = 'new';
  #following: Following | undefined;
  #leave: (() => void) | undefined;

  constructor(subscriber: Subscriber, lastEventId: string | undefined, signal: AbortSignal) {
    this.#subscriber = subscriber;
    this.#lastEventId = lastEventId;
    this.#signal = signal;
    this.#place = placeAt({ run: subscriber.app.store.runs.current, seq: 0, offsets: new Map() });
  }

  get userId(): UserId {
    return this.#subscriber.who.userId;
  }

  async next(): Promise<IteratorResult<FeedFrame, void>> {
    try {
      const reason = this.#state === 'new' ? await this.#begin() : undefined;
      if (reason) {
        this.#end();
        return { done: false, value: this.#frame([{ type: 'resync', reason }]) };
      }
      while (this.#state === 'running' && (await this.#room())) {
        const before = this.#place;
        const events = await this.#read();
        this.#decide();
        if (events.length > 0) return { done: false, value: this.#frame(events, before) };
        await this.#sleep();
        this.#asleep = false;
      }
    } catch (error) {
      this.#end();
      throw error;
    }
    this.#end();
    return OVER;
  }

  return(): Promise<IteratorResult<FeedFrame, void>> {
    this.#end();
    return Promise.resolve(OVER);
  }

  /** Listening begins before access is decided: a removal meets one or the other. */
  #begin(): Promise<'behind' | 'ahead' | 'epoch' | undefined> {
    const { app, who, conversationId } = this.#subscriber;
    this.#state = 'running';
    this.#following = follow(app, conversationId, this);
    this.#leave = app.presence.enter(conversationId, { userId: who.userId, name: who.name });
    this.#decide();
    return this.#startAt(this.#lastEventId);
  }

  #end(): void {
    this.#state = 'over';
    this.#following?.remove(this);
    this.#following = undefined;
    this.#leave?.();
    this.#leave = undefined;
    this.#wake.call();
  }

  #room(): Promise<boolean> {
    const { app, connection } = this.#subscriber;
    return roomToSend(app.live, connection, this.#signal);
  }

  /** Each time anew; what it looks at is read again only when access changed anywhere. */
  #decide(): void {
    const {
      guard,
      app: { store },
    } = this.#subscriber;
    const revision = store.accessRevision();
    if (this.#known?.revision !== revision) this.#known = { revision, facts: store.facts(guard.credential, guard.ref) };
    guard.check(this.#known.facts);
  }

  hear(turn: Turn): void {
    if (turn.logGrew || turn.accessChanged) this.#logGrew = true;
    this.#passing.addAll(turn.passing, this.userId);
    this.#asleep = false;
    this.#wake.call();
  }

  ready(): Place | undefined {
    const { connection } = this.#subscriber;
    const { transport } = connection;
    const able = this.#asleep && this.#wire !== undefined && transport.sendShared !== undefined;
    const free = able && !this.#signal.aborted && !connection.dead;
    return free && transport.backlogBytes() <= BACKLOG.highBytes ? this.#place : undefined;
  }

  bring(frame: SharedFrame, to: Place): boolean {
    const { transport } = this.#subscriber.connection;
    if (this.#wire === undefined || !transport.sendShared) return false;
    try {
      this.#decide();
    } catch {
      // The feed itself decides once more, and ends with the reason.
      return false;
    }
    transport.sendShared(this.#wire, frame);
    this.#place = to;
    return true;
  }

  /** Until there is something to look for; meanwhile the pump may bring what comes. */
  #sleep(): Promise<void> {
    this.#asleep = true;
    return this.#wake.wait(this.#signal);
  }

  /** `before`: where it stood; a frame that did not move needs a name of its own. */
  #frame(events: ConversationEvent[], before = this.#place): FeedFrame {
    const { name, cursor } = this.#place;
    return { id: name === before.name ? writeCursor(cursor) : name, events, onWire: (wire) => void (this.#wire ??= wire) };
  }

  /** Takes up the cursor; says why when it cannot be carried on from. Without one: from now on, with the whole text of what is being written. */
  async #startAt(lastEventId: string | undefined): Promise<'behind' | 'ahead' | 'epoch' | undefined> {
    const { app, conversationId } = this.#subscriber;
    const head = await app.store.events.head(conversationId);
    if (lastEventId === undefined) {
      this.#place = placeAt({ ...this.#place.cursor, seq: head });
      return undefined;
    }
    const cursor = readCursor(lastEventId);
    if (!cursor) refuse('VALIDATION', 'lastEventId: not a cursor; leave it out, or give one that this server sent.');
    if (!app.store.runs.knows(cursor.run)) return 'epoch';
    if (cursor.seq > head || knowsMoreThanThere(app, conversationId, cursor)) return 'ahead';
    if (head - cursor.seq > FEED.maxReplayEvents) return 'behind';
    this.#place = placeAt({ ...cursor, run: app.store.runs.current });
    return undefined;
  }

  /** Everything since the cursor that fits into one frame; the cursor moves with it. */
  async #read(): Promise<ConversationEvent[]> {
    const { app, conversationId } = this.#subscriber;
    const events: ConversationEvent[] = [];
    if (this.#logGrew && this.#following) {
      this.#logGrew = false;
      const logged = await this.#following.after(this.#place);
      this.#place = logged.to;
      events.push(...logged.events);
      if (logged.more) this.#logGrew = true;
    }
    if (this.#logGrew) return events;
    const grown = grownAfter(app, conversationId, this.#place);
    this.#place = grown.to;
    events.push(...this.#passing.take(), ...grown.events);
    return events;
  }
}

const OVER = { done: true, value: undefined } as const;

/**
 * Brings what is new in a conversation to all who follow it. What comes within one turn of the event loop goes in one frame, and a frame is built once
 * for everybody who stands at the same place; access is decided for each of them right before theirs is sent (LEAVE-2). Who cannot be sent to just now
 * is woken instead, and looks for itself.
 */
import type { PassingEvent } from '../../shared/events.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import { FEED } from '../../shared/limits.ts';
import type { App } from '../ports.ts';
import type { Bus, Nudge } from './bus.ts';
import { type Place, writeCursor } from './cursor.ts';
import { grownAfter, loggedAfter, type Step } from './following.ts';
import { SharedFrame } from './shared-frame.ts';
import { Turn } from './turn.ts';

export interface Follower {
  readonly userId: UserId;
  /** Where it stands, when it has everything so far and can take a frame at once. */
  ready(): Place | undefined;
  /** Decides, sends and moves, in one stretch. False when it did not: it then has to look for itself. */
  bring(frame: SharedFrame, to: Place): boolean;
  /** It has to look for itself. */
  hear(turn: Turn): void;
}

const pumps = new WeakMap<Bus, Map<ConversationId, Pump>>();

export interface Following {
  /** What is stored after this place. Who stands at the same place in the same moment is given the same. */
  after(place: Place): Promise<Step>;
  remove(follower: Follower): void;
}

/** Follows from this moment on. */
export function follow(app: App, conversationId: ConversationId, follower: Follower): Following {
  const ofApp = pumps.get(app.bus) ?? new Map<ConversationId, Pump>();
  pumps.set(app.bus, ofApp);
  const pump = ofApp.get(conversationId) ?? new Pump(app, conversationId, () => ofApp.delete(conversationId));
  ofApp.set(conversationId, pump);
  pump.add(follower);
  return pump;
}

interface Group {
  place: Place;
  passing: PassingEvent[];
  followers: Follower[];
}

class Pump implements Following {
  readonly #app: App;
  readonly #conversationId: ConversationId;
  readonly #followers = new Set<Follower>();
  readonly #unlisten: () => void;
  readonly #onEmpty: () => void;
  #turn: Turn | undefined;
  #running = false;
  #due: { at: 'once' } | { at: 'gathered'; timer: NodeJS.Timeout } | undefined;
  /** By the name of the place, for a moment and until something happens: when all come back at once, they read the log together. */
  #read: Map<string, Promise<Step>> | undefined;

  constructor(app: App, conversationId: ConversationId, onEmpty: () => void) {
    this.#app = app;
    this.#onEmpty = onEmpty;
    this.#conversationId = conversationId;
    this.#unlisten = app.bus.onConversation(conversationId, (nudge) => this.#hear(nudge));
  }

  after(place: Place): Promise<Step> {
    if (!this.#read) {
      this.#read = new Map();
      setTimeout(() => (this.#read = undefined), FEED.rereadMs).unref();
    }
    const step = this.#read.get(place.name) ?? loggedAfter(this.#app, this.#conversationId, place);
    this.#read.set(place.name, step);
    return step;
  }

  add(follower: Follower): void {
    this.#followers.add(follower);
  }

  remove(follower: Follower): void {
    if (!this.#followers.delete(follower) || this.#followers.size > 0) return;
    this.#unlisten();
    this.#onEmpty();
  }

  #hear(nudge: Nudge): void {
    this.#read = undefined;
    this.#turn ??= new Turn();
    this.#turn.add(nudge);
    if (this.#running || this.#due?.at === 'once') return;
    if (nudge.topic === 'growth' && this.#severalGrow()) this.#due ??= { at: 'gathered', timer: setTimeout(this.#start, FEED.gatherMs) };
    else this.#startAtOnce();
  }

  /** Answers that grow beside each other share their frames. */
  #severalGrow(): boolean {
    return this.#app.replies.growingIn(this.#conversationId).length > 1;
  }

  #startAtOnce(): void {
    if (this.#due?.at === 'gathered') clearTimeout(this.#due.timer);
    this.#due = { at: 'once' };
    setImmediate(this.#start);
  }

  readonly #start = (): void => {
    this.#due = undefined;
    this.#app.background('conversation.pump', this.#run());
  };

  /** Turn by turn: a step that has to read the log is not overtaken by the next. */
  async #run(): Promise<void> {
    this.#running = true;
    for (let turn = this.#turn; turn; turn = this.#turn) {
      this.#turn = undefined;
      await this.#bring(turn).catch((error: unknown) => this.#leaveToEach(turn, error));
    }
    this.#running = false;
  }

  /** A turn that cannot be brought is one that each looks for alone: a fault in one of them is not the end of what the others see. */
  #leaveToEach(turn: Turn, error: unknown): void {
    this.#app.log.error({ err: error, conversationId: this.#conversationId }, 'conversation.pump');
    turn.logGrew = true;
    for (const follower of this.#followers) follower.hear(turn);
  }

  async #bring(turn: Turn): Promise<void> {
    for (const { place, passing, followers } of this.#groups(turn)) {
      const step = turn.logGrew ? await this.#stepFrom(place).catch(() => undefined) : grownAfter(this.#app, this.#conversationId, place);
      const frame = step && frameOf(step, place, passing);
      for (const follower of followers) {
        const brought = step && (!frame || (follower.ready()?.name === place.name && follower.bring(frame, step.to)));
        if (!brought || step.more) follower.hear(turn);
      }
    }
  }

  /** Those who stand at the same place and may hear the same. The others hear of the turn. */
  #groups(turn: Turn): Iterable<Group> {
    const groups = new Map<string, Group>();
    for (const follower of [...this.#followers]) {
      const place = turn.accessChanged ? undefined : follower.ready();
      if (!place) {
        follower.hear(turn);
        continue;
      }
      const key = turn.passing.excludes(follower.userId) ? `${place.name} ${follower.userId}` : place.name;
      const group = groups.get(key);
      if (group) group.followers.push(follower);
      else groups.set(key, { place, passing: turn.passing.for(follower.userId), followers: [follower] });
    }
    return groups.values();
  }

  async #stepFrom(place: Place): Promise<Step> {
    const logged = await this.after(place);
    if (logged.more) return logged;
    const grown = grownAfter(this.#app, this.#conversationId, logged.to);
    return { ...grown, events: [...logged.events, ...grown.events] };
  }
}

/** What passes comes after what is stored, and not before all of that is there. */
function frameOf({ events, to, more }: Step, from: Place, passing: readonly PassingEvent[]): SharedFrame | undefined {
  const all = more ? events : [...events, ...passing];
  if (all.length === 0) return undefined;
  return new SharedFrame(to.name === from.name ? writeCursor(to.cursor) : to.name, all);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EndKind, Store, StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { Guard } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, GenerationId, TeamId, UserId } from '../../shared/ids.ts';
import { GENERATION } from '../../shared/limits.ts';
import type { Generation, Message, Person, Usage } from '../../shared/schemas/conversation.ts';
import type { Metrics } from '../metrics.ts';
import type { ModelProvider } from '../models/model.ts';
import type { ModelRegistry } from '../models/registry.ts';
import type { Clock } from '../ports.ts';
import type { Bus } from '../realtime/bus.ts';
import { FairQueue, type Job } from './fair-queue.ts';
import { Growing } from './growing.ts';
import { endedView, present } from './present.ts';
import { promptFor } from './prompt.ts';
import type { Replies } from './replies.ts';
import { Run, type RunEnd, windowFor } from './run.ts';

export interface ReplyParts {
  store: Store;
  bus: Bus;
  models: ModelRegistry;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  background(what: string, work: Promise<unknown>): void;
}

interface Lane {
  provider: ModelProvider;
  /** Slots taken, also by runs that ended and still drain. */
  taken: number;
  queue: FairQueue<WaitingReply>;
}

interface WaitingReply extends Job {
  growing: Growing;
}

/** Owns every open generation of this process: a fair lane of waiting ones per provider, and the runs. */
export class ReplyService implements Replies {
  readonly #parts: ReplyParts;
  readonly #lanes = new Map<string, Lane>();
  readonly #growing = new Map<GenerationId, Growing>();
  readonly #byConversation = new Map<ConversationId, Growing[]>();
  readonly #runs = new Map<GenerationId, Run>();
  #draining = false;
  #positionsDue = false;
  #idle: (() => void) | undefined;

  constructor(parts: ReplyParts) {
    this.#parts = parts;
  }

  admit(about: { userId: UserId; teamId: TeamId }): void {
    if (this.#draining) refuse('SHUTTING_DOWN');
    const open = [...this.#growing.values()].map(({ stored }) => stored);
    if (open.filter(({ requestedBy }) => requestedBy.userId === about.userId).length >= GENERATION.maxQueuedPerUser) {
      refuse('OVERLOADED', `You already have ${GENERATION.maxQueuedPerUser} replies on their way. Wait for one, or stop one.`);
    }
    if (open.filter(({ teamId }) => teamId === about.teamId).length >= GENERATION.maxQueuedPerTeam || open.length >= GENERATION.maxQueued) {
      refuse('OVERLOADED');
    }
  }

  begin(stored: StoredGeneration, message: StoredMessage, weight: number): void {
    const growing = new Growing(stored, { thinking: message.thinking ?? '', text: message.text }, { state: 'queued', position: 1 });
    this.#growing.set(stored.id, growing);
    this.#byConversation.set(stored.conversationId, [...this.growingIn(stored.conversationId), growing]);
    this.#parts.background('generation.place', this.#place(growing, weight));
  }

  async stop(stored: StoredGeneration, by: Person, guard?: Guard): Promise<void> {
    const growing = this.#growing.get(stored.id);
    const run = this.#runs.get(stored.id);
    run?.hold();
    try {
      await this.#end(stored, growing?.shown, { outcome: 'stopped', by }, undefined, guard);
    } catch (error) {
      run?.resume();
      throw error;
    }
    run?.abort();
  }

  abandon(generationIds: readonly GenerationId[]): void {
    for (const id of generationIds) {
      this.#runs.get(id)?.abort();
      this.#forget(id);
      this.#parts.background('journal.drop', this.#parts.store.journal.drop(id));
    }
  }

  reweigh(teamId: TeamId, weight: number): void {
    for (const { queue } of this.#lanes.values()) queue.reweigh(teamId, weight);
    this.#tellPositions();
  }

  growingIn(conversationId: ConversationId): readonly Growing[] {
    return this.#byConversation.get(conversationId) ?? [];
  }

  present(message: StoredMessage): Message {
    const growing = message.generation && this.#growing.get(message.generation.id);
    return present(message, growing);
  }

  presentGeneration(stored: StoredGeneration): Generation {
    return this.#growing.get(stored.id)?.view() ?? endedView(stored);
  }

  queue(): { growing: Growing; position: number }[] {
    const running = [...this.#runs.values()].map(({ growing }) => ({ growing, position: 0 }));
    const waiting = [...this.#lanes.values()].flatMap((lane) =>
      lane.queue.order().map(({ growing }, index) => ({ growing, position: index + 1 })),
    );
    return [...running, ...waiting];
  }

  counts(): { running: number; waiting: number } {
    return { running: this.#runs.size, waiting: [...this.#lanes.values()].reduce((sum, { queue }) => sum + queue.size, 0) };
  }

  async recover(): Promise<void> {
    const { store, log } = this.#parts;
    const open = await store.generations.listOpen();
    for (const stored of open) {
      const message = await store.messages.find(stored.messageId);
      const grown = await store.journal.read(stored.id);
      const shown = { thinking: (message?.thinking ?? '') + grown.thinking, text: (message?.text ?? '') + grown.text };
      await this.#end(stored, shown, { outcome: 'interrupted' });
    }
    await store.journal.prune([]);
    if (open.length > 0) log.info({ count: open.length }, 'generations.interrupted');
  }

  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    await this.#runsDone(graceMs);
    for (const growing of [...this.#growing.values()]) {
      this.#runs.get(growing.stored.id)?.hold();
      await this.#end(growing.stored, growing.shown, { outcome: 'interrupted' });
      this.#runs.get(growing.stored.id)?.abort();
    }
  }

  #runsDone(graceMs: number): Promise<void> {
    if (this.#runs.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #laneOf(provider: ModelProvider): Lane {
    const lane = this.#lanes.get(provider.id) ?? { provider, taken: 0, queue: new FairQueue<WaitingReply>() };
    this.#lanes.set(provider.id, lane);
    return lane;
  }

  /** Right after a start nobody has looked for the model server yet: a reply waits for that, and then joins its line. */
  async #place(growing: Growing, weight: number): Promise<void> {
    const { models, bus } = this.#parts;
    const { stored } = growing;
    if (models.ollama().state === 'looking') await models.ready;
    if (this.#growing.get(stored.id) !== growing) return;
    // It may have been stopped between its message and this line, when nobody knew it yet.
    if ((await this.#parts.store.generations.find(stored.id))?.ended) return this.#forget(stored.id);
    const found = models.find(stored.model);
    if (!found)
      return this.#endSurely(growing, { outcome: 'failed', code: models.ollama().state === 'found' ? 'unknown_model' : 'unreachable' });
    const lane = this.#laneOf(found.provider);
    lane.queue.add({ id: stored.id, team: stored.teamId, user: stored.requestedBy.userId, weight, growing });
    bus.publish({
      topic: 'passing',
      conversationId: stored.conversationId,
      event: { type: 'reply.queued', generationId: stored.id, position: 1 },
    });
    this.#pump(lane);
  }

  #pump(lane: Lane): void {
    while (!this.#draining && lane.taken < lane.provider.slots) {
      const job = lane.queue.next();
      if (!job) break;
      lane.taken += 1;
      job.growing.phase = { state: 'prompting', since: new Date(this.#parts.clock.now()).toISOString() };
      this.#tellPhase(job.growing);
      this.#parts.background('generation.run', this.#run(lane, job.growing));
    }
    this.#tellPositions();
  }

  async #run(lane: Lane, growing: Growing): Promise<void> {
    const run = new Run(growing, {
      journal: this.#parts.store.journal,
      clock: this.#parts.clock,
      windowMs: () => windowFor(this.#runs.size),
      grew: ({ stored }) => this.#parts.bus.publish({ topic: 'growth', conversationId: stored.conversationId }),
      phase: (each) => this.#tellPhase(each),
    });
    this.#runs.set(growing.stored.id, run);
    try {
      await this.#read(run, lane.provider);
    } finally {
      if (this.#runs.delete(growing.stored.id) && this.#runs.size === 0) this.#idle?.();
      await run.settled;
      lane.taken -= 1;
      this.#pump(lane);
    }
  }

  async #read(run: Run, provider: ModelProvider): Promise<void> {
    const { stored } = run.growing;
    let end: RunEnd | undefined;
    try {
      const prompt = await promptFor(this.#parts.store, stored);
      end = await run.read(provider, { model: stored.model, turns: prompt.turns });
      const leftOut = end && 'usage' in end ? (end.usage?.leftOut ?? 0) : 0;
      // Not waited for: it is written together with the end.
      const context = { messageIds: prompt.messageIds, leftOut };
      this.#parts.background('generation.context', this.#parts.store.generations.recordContext(stored.id, context));
    } catch (error) {
      this.#parts.log.error({ err: error, generationId: stored.id }, 'generation.broke');
      end = { outcome: 'failed', code: 'internal', because: 'internal' };
    }
    if (!end) return;
    if (end.outcome === 'failed')
      this.#parts.log.warn({ generationId: stored.id, model: stored.model, code: end.code, because: end.because }, 'generation.failed');
    await this.#endSurely(run.growing, kindOf(end), 'usage' in end ? end.usage : undefined);
    run.abort();
  }

  /** An end that cannot be written (a full disk) is tried again: until then the reply stands as it was shown, and after a crash it is interrupted. */
  async #endSurely(growing: Growing, kind: EndKind, usage?: Usage): Promise<void> {
    for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 10_000)) {
      try {
        return await this.#end(growing.stored, growing.shown, kind, usage);
      } catch (error) {
        this.#parts.log.error({ err: error, generationId: growing.stored.id }, 'generation.end.failed');
        if (this.#draining) return;
        await pause(waitMs, undefined, { ref: false });
      }
    }
  }

  /** Writes the one end and tells it. The log is told after the generation stopped growing, so no piece can follow its end. */
  async #end(
    stored: StoredGeneration,
    shown: Readonly<Record<'thinking' | 'text', string>> | undefined,
    kind: EndKind,
    usage?: Usage,
    guard?: Guard,
  ): Promise<void> {
    const { store, clock, bus, metrics } = this.#parts;
    const texts = { thinking: shown?.thinking ?? '', text: shown?.text ?? '' };
    const change = await store.generations.end(stored.id, { ...texts, ...kind, ...(usage && { usage }) }, clock.now(), guard);
    this.#forget(stored.id);
    if (!change) return;
    metrics.generationEnded(kind.outcome);
    bus.publish({ topic: 'log', conversationId: stored.conversationId });
    bus.publishToInboxes({
      topic: 'conversation',
      conversationId: stored.conversationId,
      audience: await store.conversations.audience(stored.conversationId),
    });
    await store.journal.drop(stored.id);
  }

  #forget(id: GenerationId): void {
    const growing = this.#growing.get(id);
    if (!growing) return;
    this.#growing.delete(id);
    const { conversationId } = growing.stored;
    const others = this.growingIn(conversationId).filter((each) => each !== growing);
    if (others.length > 0) this.#byConversation.set(conversationId, others);
    else this.#byConversation.delete(conversationId);
    for (const lane of this.#lanes.values()) lane.queue.remove(id);
    this.#tellPositions();
  }

  #tellPhase(growing: Growing): void {
    const { phase, stored } = growing;
    if (phase.state === 'queued') return;
    this.#parts.bus.publish({
      topic: 'passing',
      conversationId: stored.conversationId,
      event: { type: 'reply.state', generationId: stored.id, ...phase },
    });
  }

  /** Once per turn of the event loop, however many came and went in it. */
  #tellPositions(): void {
    if (this.#positionsDue) return;
    this.#positionsDue = true;
    setImmediate(() => {
      this.#positionsDue = false;
      for (const lane of this.#lanes.values()) lane.queue.order().forEach(({ growing }, index) => this.#tellPosition(growing, index + 1));
    });
  }

  #tellPosition(growing: Growing, position: number): void {
    if (growing.phase.state === 'queued' && growing.phase.position === position) return;
    growing.phase = { state: 'queued', position };
    const { id, conversationId } = growing.stored;
    this.#parts.bus.publish({ topic: 'passing', conversationId, event: { type: 'reply.queued', generationId: id, position } });
  }
}

function kindOf(end: RunEnd): EndKind {
  return end.outcome === 'failed' ? { outcome: 'failed', code: end.code } : { outcome: end.outcome };
}

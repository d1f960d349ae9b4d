/** Builds every part once, in the order they need each other, and takes them down in reverse. Tests start it too, with their own settings. */
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore } from '../db/open.ts';
import { CLOSE } from '../shared/errors.ts';
import { AuditLog } from './access/audit-trail.ts';
import { createAuthentication } from './auth/create-authentication.ts';
import type { Config } from './config.ts';
import { ReplyService } from './generation/reply-service.ts';
import { type HttpServer, listen } from './http/server.ts';
import { createLog } from './log.ts';
import { Metrics } from './metrics.ts';
import { createModelRegistry } from './models/create-registry.ts';
import type { App, Clock } from './ports.ts';
import { InProcessBus } from './realtime/in-process-bus.ts';
import { Live } from './realtime/live.ts';
import { tellPresence } from './realtime/tell-presence.ts';
import { assertDeclared } from './rpc/router.ts';

export interface Parley {
  app: App;
  /** The address people use. */
  url: string;
  /** Drains and ends (STOP-1). The second call waits for the first. */
  stop(): Promise<void>;
}

export interface Overrides {
  clock?: Clock;
  clientFolder?: string;
}

const CLIENT_FOLDER = fileURLToPath(new URL('../dist/client', import.meta.url));

/** Rejects with CannotOpen for the data folder, or the system's error for the port; nothing is left behind then. */
export async function startParley(config: Config, overrides: Overrides = {}): Promise<Parley> {
  assertDeclared();
  const clock = overrides.clock ?? { now: () => Date.now() };
  const store = await openStore(config.dataFolder, () => clock.now());
  const draining = new AbortController();
  const app = build(config, store, draining.signal, clock);
  try {
    await app.replies.recover();
    await app.store.files.collect(clock.now());
    const http = await listen(app, overrides.clientFolder ?? CLIENT_FOLDER);
    watch(app, http);
    let stopping: Promise<void> | undefined;
    return { app, url: config.url.origin, stop: () => (stopping ??= stop(app, http, draining)) };
  } catch (error) {
    await app.models.close();
    await app.audit.close();
    await store.close();
    throw error;
  }
}

function build(config: Config, store: App['store'], draining: AbortSignal, clock: Clock): App {
  const log = createLog(config.logLevel);
  const metrics = new Metrics();
  const bus = new InProcessBus();
  const live = new Live();
  const models = createModelRegistry({
    ...(config.ollamaHost && { ollamaHost: config.ollamaHost }),
    parallel: config.parallel,
    maxContext: config.maxContext,
  });
  const works = new Set<Promise<unknown>>();
  const background = (what: string, work: Promise<unknown>) => {
    const watched = work
      .catch((error: unknown) => log.error({ err: error, what }, 'background.failed'))
      .finally(() => works.delete(watched));
    works.add(watched);
  };
  const presence = tellPresence({ store, bus, clock, background });
  const replies = new ReplyService({ store, bus, models, clock, log, metrics, background });
  models.onChange(() => bus.publishToInboxes({ topic: 'models' }));
  return {
    config,
    log,
    clock,
    store,
    auth: createAuthentication({ store, clock, config }),
    audit: new AuditLog({ store, clock, background }),
    bus,
    live,
    presence,
    models,
    replies,
    metrics,
    background,
    settled: async () => void (await Promise.all(works)),
    draining,
  };
}

function watch(app: App, http: HttpServer): void {
  app.metrics.watch('parley_sockets', 'Open WebSockets', () => http.sockets());
  app.metrics.watch('parley_generations_running', 'Generations that run', () => app.replies.counts().running);
  app.metrics.watch('parley_generations_waiting', 'Generations that wait', () => app.replies.counts().waiting);
  const sweep = setInterval(() => {
    app.background('sessions.sweep', sweepSessions(app));
    app.background('files.sweep', app.store.files.collect(app.clock.now()));
  }, 10 * 60_000);
  sweep.unref();
  app.draining.addEventListener('abort', () => clearInterval(sweep));
}

async function sweepSessions(app: App): Promise<void> {
  const { sessions } = await app.store.sessions.deleteExpired(app.clock.now());
  app.live.cutSessions(sessions, CLOSE.sessionRevoked);
}

/** Nothing new begins; what is being written may finish; then everybody is told to come back, and what is stored is closed last. */
async function stop(app: App, http: HttpServer, draining: AbortController): Promise<void> {
  draining.abort();
  await app.replies.drain(app.config.drainMs);
  await feedsDelivered();
  await http.close();
  await app.models.close();
  await app.settled();
  await app.audit.close();
  await app.store.close();
}

/** What was told last is on its way to the sockets within a few turns of the event loop; who is slower resumes later. */
async function feedsDelivered(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await setImmediate();
}

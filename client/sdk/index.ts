/** The typed client of Parley, for browsers and Node. Exported as `parley/client`. */
import { createTRPCClient } from '@trpc/client';
import type { Router } from '../../server/rpc/router.ts';
import type { ConversationId, FileId } from '../../shared/ids.ts';
import { Connection } from './connection.ts';
import { CookieJar } from './cookies.ts';
import { meaningOf } from './errors.ts';
import { conversationEvents } from './feed.ts';
import { inboxEvents } from './inbox.ts';
import { LazyUploads } from './lazy-uploads.ts';
import { openSocketClient, parleyLinks } from './links.ts';
import { Outbox, type Sent } from './outbox.ts';
import { checkSession, requester } from './requests.ts';
import type { ConversationHandle, OutboxItem, Parley, ParleyOptions } from './types.ts';
import { type Dial, dialFromBrowser } from './wire.ts';

export { ConnectionLost, meaningOf, ParleyRefusal, ReplyEnded } from './errors.ts';
export type {
  ConnectionState,
  ConversationHandle,
  FeedEvent,
  FileToSend,
  OutboxItem,
  OutboxStorage,
  Parley,
  ParleyOptions,
  SendOptions,
  Upload,
} from './types.ts';

const onNode = typeof process !== 'undefined' && process.versions.node !== undefined;

/** Nothing is dialled before the first call. Call `close` when done: on Node an open connection keeps the process alive. */
export function createParley(options: ParleyOptions = {}): Parley {
  const serverUrl = (options.url ?? location.origin).replace(/\/+$/, '');
  const trpcUrl = `${serverUrl}/trpc`;
  const closing = new AbortController();
  const jar = onNode ? new CookieJar(options.cookie) : undefined;
  const request = requester(jar, () => connection);
  const { dial, ready } = dialler(jar);
  const connection = new Connection(dial, () => checkSession(trpcUrl, request));
  const client = openSocketClient(trpcUrl.replace(/^http/, 'ws'), connection, ready);
  const api = createTRPCClient<Router>({ links: parleyLinks(trpcUrl, request, connection, client) });
  const uploads = new LazyUploads(() => ({ url: `${serverUrl}/files/`, request, connection, signal: closing.signal }));
  const post = poster(api);
  const outbox = new Outbox(
    async (item, luggage) => {
      if (!item.files) return post(item);
      return (await uploads.load()).deliver(item, luggage, (ids) => post(item, ids));
    },
    options.outbox,
    (key) => uploads.loaded?.forget(key),
  );
  const deaf = onNetwork(connection);
  const until = (signal: AbortSignal | undefined) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
  const onHurry = (listener: () => void) => connection.onHurry(listener);
  outbox.begin();

  function conversation(id: string): ConversationHandle {
    // The server judges ids: what is none is answered like one that does not exist.
    const conversationId = id as ConversationId;
    return {
      events: ({ signal, limit } = {}) =>
        conversationEvents({ api, outbox, onHurry, conversationId, signal: until(signal), ...(limit !== undefined && { limit }) }),
      send: (text, about) => outbox.send(conversationId, text, about),
      upload: async (file) => (await uploads.load()).begin(conversationId, file),
      async *ask(text, { signal, ...about } = {}) {
        // Loaded when it is used: the web app reads its feeds by itself.
        const { ask } = await import('./ask.ts');
        yield* ask({ api, outbox, onHurry, conversationId, signal: until(signal) }, text, about);
      },
    };
  }

  return {
    api,
    conversation,
    upload: (key) => uploads.loaded?.find(key),
    inbox: ({ signal } = {}) => inboxEvents(api, onHurry, until(signal)),
    register: (input) => api.auth.register.mutate(input).catch(rethrow),
    signIn: (input) => api.auth.signIn.mutate(input).catch(rethrow),
    async signOut() {
      await api.auth.signOut.mutate().catch(rethrow);
      for (const { clientKey } of outbox.items) outbox.discard(clientKey);
    },
    connection,
    outbox,
    cookie: () => jar?.header,
    async close() {
      closing.abort();
      deaf();
      outbox.stop();
      // In this order: tRPC gives up dialling first, then what still runs is let go.
      const closed = client.close();
      connection.stop();
      await closed;
    },
  };
}

function poster(api: Parley['api']): (item: OutboxItem, attachments?: FileId[]) => Promise<Sent> {
  return async ({ conversationId, clientKey, text, parentId, model, mentions }, attachments) => {
    const { message, reply } = await api.message.send
      .mutate({
        conversationId,
        clientKey,
        text,
        ...(parentId !== undefined && { parentId }),
        ...(model !== undefined && { model }),
        ...(mentions !== undefined && { mentions: [...mentions] }),
        ...(attachments && { attachments }),
      })
      .catch(rethrow);
    return { message, ...(reply && { reply }) };
  };
}

/** The code for Node is loaded when it runs there; a bundler puts it into a chunk of its own that no browser asks for. */
function dialler(jar: CookieJar | undefined): { dial: Dial; ready: Promise<void> } {
  if (!jar) return { dial: dialFromBrowser, ready: Promise.resolve() };
  const loading = import('./node-wire.ts');
  let dial: Dial = dialFromBrowser;
  const ready = loading.then(({ dialFromNode }) => {
    dial = (url, events) => dialFromNode(url, events, jar.header);
  });
  return { dial: (url, events) => dial(url, events), ready };
}

/** The network came back, or the page: then waiting is over. It went away: what seems open is looked at. Returns how to stop listening. */
function onNetwork(connection: Connection): () => void {
  if (onNode) return () => undefined;
  const back = () => connection.retryNow();
  const gone = () => connection.check();
  const onVisible = () => document.visibilityState === 'visible' && back();
  addEventListener('online', back);
  addEventListener('offline', gone);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    removeEventListener('online', back);
    removeEventListener('offline', gone);
    document.removeEventListener('visibilitychange', onVisible);
  };
}

function rethrow(error: unknown): never {
  throw meaningOf(error);
}

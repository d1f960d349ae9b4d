import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from '../../shared/errors.ts';
import { conversationId, type ConversationId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { type FirstSight, firstSight } from '../rpc/first-sight.ts';
import { DrawingTime } from './drawing-time.ts';

/** Made by the build of the web app: the same components as the app, for one drawing. */
interface Drawer {
  drawSight(sight: FirstSight): string | undefined;
}

interface Page extends Drawer {
  head: string;
  tail: string;
  /** What runs beside it. */
  begin: string;
  /** The files that are the app. */
  app: string[];
  styles: string;
}

const ADDRESS = /^\/t\/[0-9a-z]+\/c\/([0-9a-z]+)$/;
const SCRIPT = /\s*<script type="module"[^>]* src="([^"]+)"><\/script>/g;
const SHEET = /\s*<link rel="stylesheet"[^>]* href="([^"]+)">/;
const ROOT = '<div id="root"></div>';
/** What messages are set in: known late to a browser, which would break their lines twice. */
const FONT = /^inter-latin-wght-normal-.*\.woff2$/;

/**
 * The page of a conversation with its newest messages in it, for whoever may read them now: they are on the screen before the app has begun. True
 * when it answered; else the page is the one that everybody gets, and the app says what there is to say.
 */
export function conversationPages(
  app: App,
  clientFolder: string,
  admit: (request: IncomingMessage, response: ServerResponse) => Connection,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  let page: Promise<Page | undefined> | undefined;
  const time = new DrawingTime();
  return async (request, response) => {
    const id = conversationIn(request);
    if (id === undefined || app.draining.aborted || !time.isLeft) return false;
    page ??= readPage(clientFolder, app.log);
    const found = await page;
    if (found === undefined) return false;
    const sight = await sightFor(id, request, response);
    const html = sight && drawn(found, sight);
    if (html === undefined) return false;
    answer(response, pageWith(found, id, html));
    return true;
  };

  /** A text that cannot be drawn must not cost its readers the page. */
  function drawn({ drawSight }: Drawer, sight: FirstSight): string | undefined {
    // Asked again, since many may have waited together for what is drawn.
    if (!time.isLeft) return undefined;
    try {
      return time.spend(() => drawSight(sight));
    } catch (error) {
      app.log.error({ err: error }, 'sight.failed');
      return undefined;
    }
  }

  async function sightFor(id: ConversationId, request: IncomingMessage, response: ServerResponse): Promise<FirstSight | undefined> {
    try {
      const connection = admit(request, response);
      return connection.credential && (await firstSight({ app, connection }, id));
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

/** Somebody goes to a conversation and to nothing particular in it. */
function conversationIn({ method, url = '', headers }: IncomingMessage): ConversationId | undefined {
  const [, id] = ADDRESS.exec(url) ?? [];
  const forPage = (headers.accept ?? '').includes('text/html') && (headers['sec-fetch-dest'] ?? 'document') === 'document';
  if (id === undefined || method !== 'GET' || !forPage || headers.cookie === undefined) return undefined;
  return conversationId.safeParse(id).data;
}

/** Undefined when the web app was built without it. */
async function readPage(clientFolder: string, log: App['log']): Promise<Page | undefined> {
  try {
    const beside = path.join(clientFolder, '../sight');
    const { drawSight } = (await import(pathToFileURL(path.join(beside, 'sight.js')).href)) as Drawer;
    const html = await readFile(path.join(clientFolder, 'index.html'), 'utf8');
    const app = [...html.matchAll(SCRIPT)].map(([, file = '']) => file);
    const [, styles] = SHEET.exec(html) ?? [];
    const fonts = (await readdir(path.join(clientFolder, 'assets'))).filter((file) => FONT.test(file));
    // What is drawn needs no file but its font. Those of the app are on their way at once, but nothing of them counts before the messages are on the screen.
    const own = [
      `<style>${await readFile(path.join(beside, 'sight.css'), 'utf8')}</style>`,
      ...fonts.map((file) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="/assets/${file}">`),
      `<link rel="preload" as="style" fetchpriority="low" crossorigin href="${styles}">`,
      ...app.map((file) => `<link rel="preload" as="script" fetchpriority="low" crossorigin href="${file}">`),
    ].join('');
    const changed = html
      .replaceAll(SCRIPT, '')
      .replace(SHEET, '')
      .replace('</head>', () => `${own}</head>`);
    const [head = '', tail] = changed.split(ROOT);
    if (tail === undefined || styles === undefined || app.length === 0) return undefined;
    return { drawSight, head, tail: `${ROOT}${tail}`, begin: await readFile(path.join(beside, 'begin.js'), 'utf8'), app, styles };
  } catch (error) {
    // A build without it is whole; one whose drawing does not load is not.
    if (!isAbsence(error)) log.error({ err: error }, 'sight.unreadable');
    return undefined;
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ERR_MODULE_NOT_FOUND');
}

function pageWith({ head, tail, begin, app, styles }: Page, id: ConversationId, html: string): string {
  const script = `<script data-app="${app.join(' ')}" data-styles="${styles}" data-conversation="${id}">${begin}</script>`;
  return `${head}<div id="sight" inert aria-hidden="true">${html}</div>${script}${tail}`;
}

function answer(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(html);
}

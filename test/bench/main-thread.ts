import type { Page } from 'playwright-core';
import { percentile } from './support/sample.ts';

const FRAME_US = 1_000_000 / 60;
const LONG_US = 50_000;

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** In microseconds: when, how long, and how long on the processor. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; src_func?: string };
}

/** What the main thread of a page did: processor time, so that a busy machine does not count. */
export interface Work {
  totalMs: number;
  /** Of frames with any work. */
  frameP95Ms: number;
  longTasks: number;
  longestMs: number;
}

/** Traces the page while `act` runs. */
export async function workOf(page: Page, act: () => Promise<void>): Promise<Work> {
  const cdp = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await cdp.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] }, transferMode: 'ReportEvents' });
  await act();
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  await cdp.detach();
  return summed(events);
}

function summed(events: readonly TraceEvent[]): Work {
  const thread = busiest(events);
  const tasks = events.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === thread?.pid && tid === thread.tid,
  );
  const frames = new Map<number, number>();
  for (const { ts, tdur = 0 } of tasks) {
    const frame = Math.floor(ts / FRAME_US);
    frames.set(frame, (frames.get(frame) ?? 0) + tdur / 1_000);
  }
  const times = tasks.map(({ tdur = 0 }) => tdur);
  return {
    totalMs: times.reduce((sum, each) => sum + each, 0) / 1_000,
    frameP95Ms: percentile(
      [...frames.values()].filter((ms) => ms > 0.05),
      0.95,
    ),
    longTasks: times.filter((us) => us > LONG_US).length,
    longestMs: Math.max(0, ...times) / 1_000,
  };
}

/** The main thread that did most: of several pages, the one that was looked at. */
function busiest(events: readonly TraceEvent[]): { pid: number; tid: number } | undefined {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const busy = ({ pid, tid }: TraceEvent) => events.filter((event) => event.pid === pid && event.tid === tid).length;
  return mains.toSorted((a, b) => busy(b) - busy(a))[0];
}

import type { Report } from './support/report.ts';

/** Every benchmark: its name, and how to run it. A new one is a file and a line. */
export const BENCHMARKS: Record<string, () => Promise<Report>> = {
  'first-token': async () => (await import('./first-token.ts')).measure(),
  'fan-out': async () => (await import('./fan-out.ts')).measure(),
  'idle-memory': async () => (await import('./idle-memory.ts')).measure(),
  storm: async () => (await import('./storm.ts')).measure(),
  resume: async () => (await import('./resume.ts')).measure(),
  revoke: async () => (await import('./revoke.ts')).measure(),
  commit: async () => (await import('./commit.ts')).measure(),
  session: async () => (await import('./session.ts')).measure(),
  bytes: async () => (await import('./bytes.ts')).measure(),
  stalled: async () => (await import('./stalled.ts')).measure(),
  stop: async () => (await import('./stop.ts')).measure(),
  cpu: async () => (await import('./cpu.ts')).measure(),
  footprint: async () => (await import('./footprint.ts')).measure(),
  render: async () => (await import('./render.ts')).measure(),
  'first-paint': async () => (await import('./first-paint.ts')).measure(),
  bundle: async () => (await import('./bundle.ts')).measure(),
  'first-run': async () => (await import('./first-run.ts')).measure(),
};

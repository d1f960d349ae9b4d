import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Reason } from '../shared/errors.ts';
import type { Outcome } from '../shared/schemas/conversation.ts';

/** Prometheus metrics: counts and lengths only, never names, texts or ids (AUDIT-3). */
export class Metrics {
  readonly registry = new Registry();
  readonly #refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'Refused calls by reason',
    labelNames: ['reason'],
    registers: [this.registry],
  });
  readonly #ends = new Counter({
    name: 'parley_generations_total',
    help: 'Ended generations by outcome',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  constructor() {
    // The delay of the event loop is looked at ten times a second: more often is most of what an idle server does.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
  }

  refused(reason: Reason): void {
    this.#refusals.inc({ reason });
  }

  generationEnded(outcome: Outcome): void {
    this.#ends.inc({ outcome });
  }

  /** A value read when somebody asks for the metrics. */
  watch(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}

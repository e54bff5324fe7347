import { AlipayError } from '@till/alipay';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/index.ts';

/** Counting rows by state reads the whole index; often enough for a graph is rarely enough for the database. */
const COUNTS_MAX_AGE_MS = 10_000;

/** Of the process, not of one server; a process may hold several. */
let processMetrics: Registry | undefined;

/** What `/metrics` shows. */
export interface Metrics {
  readonly notifications: Counter<'outcome'>;
  /** Runs a call to Alipay and records how long it took and what came of it. */
  timeGateway<T>(method: string, call: () => Promise<T>): Promise<T>;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(database: Database): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const gateway = new Histogram({
    name: 'till_gateway_call_seconds',
    help: 'Calls to Alipay, by method and outcome',
    labelNames: ['method', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers,
  });
  registerCounts(registers, database, 'orders');
  registerCounts(registers, database, 'refunds');
  return {
    notifications: new Counter({
      name: 'till_notifications_total',
      help: 'Notifications received, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    async timeGateway(method, call) {
      const end = gateway.startTimer({ method });
      try {
        const result = await call();
        end({ outcome: 'ok' });
        return result;
      } catch (error) {
        end({ outcome: error instanceof AlipayError ? error.outcome : 'error' });
        throw error;
      }
    },
    text: () => Registry.merge([processRegistry(), registry]).metrics(),
    contentType: registry.contentType,
  };
}

function registerCounts(registers: Registry[], database: Database, table: 'orders' | 'refunds'): void {
  let readAt = Number.NEGATIVE_INFINITY;
  new Gauge({
    name: `till_${table}`,
    help: `${table} stored, by state`,
    labelNames: ['state'],
    registers,
    async collect() {
      if (performance.now() - readAt < COUNTS_MAX_AGE_MS) return;
      readAt = performance.now();
      const rows = await database.queries
        .selectFrom(table)
        .select((column) => ['state', column.fn.countAll<bigint>().as('count')])
        .groupBy('state')
        .execute();
      this.reset();
      for (const { state, count } of rows) this.set({ state }, Number(count));
    },
  });
}

function processRegistry(): Registry {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

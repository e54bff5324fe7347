import type { Clock } from '@till/alipay/time';
import type { FastifyBaseLogger } from 'fastify';
import type { AppRegistry } from './apps/registry.ts';
import type { Database } from './database/index.ts';
import type { Metrics } from './http/metrics.ts';

/** What every use case works with; built once, in create-server.ts. */
export interface Context {
  readonly database: Database;
  readonly apps: AppRegistry;
  readonly clock: Clock;
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  /** How long Alipay may take to answer one call, in milliseconds. */
  readonly gatewayTimeoutMs: number;
  /** Where Alipay reaches this server, without a slash at the end. */
  publicUrl(): string;
}

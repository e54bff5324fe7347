import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';

/** For the machines that watch this one: is it alive, can it work, how is it doing. */
export function health(context: Context) {
  return async (http: FastifyInstance): Promise<void> => {
    const options = { schema: { hide: true }, config: { rateLimit: false }, logLevel: 'warn' } as const;

    http.get('/healthz', options, async () => ({ status: 'ok' }));

    http.get('/readyz', options, async (request, reply) => {
      try {
        await context.database.ping();
        return { status: 'ok' };
      } catch (error) {
        request.log.error({ err: error }, 'the database does not answer');
        return reply.code(503).send({ status: 'unavailable', reason: 'the database does not answer' });
      }
    });

    http.get('/metrics', options, async (_, reply) =>
      reply.type(context.metrics.contentType).send(await context.metrics.text()),
    );
  };
}

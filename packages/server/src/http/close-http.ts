import type { FastifyInstance } from 'fastify';

/** A client that never reads its answer, or holds a stream open, must not hold up a stop for ever. */
const GRACE_MS = 10_000;
const SWEEP_MS = 20;

/** Takes no more requests, and waits for those under way. */
export async function closeHttp(http: FastifyInstance): Promise<void> {
  // A kept-alive connection whose last answer went out after the stop began would otherwise linger.
  const sweep = setInterval(() => http.server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => http.server.closeAllConnections(), GRACE_MS);
  try {
    await http.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(deadline);
  }
}

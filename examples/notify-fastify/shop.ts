import type { Alipay, NotificationHandlers } from '@till/alipay';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

/** Takes Alipay's notifications on Fastify. */
export function createShop(alipay: Alipay, handlers: NotificationHandlers): FastifyInstance {
  const shop = Fastify();
  // Left as bytes: the signature is over the body as received.
  shop.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => body,
  );
  shop.post<{ Body: Buffer }>('/alipay/notify', async (request, reply) => {
    const { answer, status } = await alipay.receiveNotification(request.body, handlers);
    return reply.code(status).type('text/plain').send(answer);
  });
  return shop;
}

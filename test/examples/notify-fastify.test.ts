import { createShop } from '../../examples/notify-fastify/shop.ts';
import { describeShop } from './notify-shop.ts';

describeShop('Fastify', async (alipay, handlers) => {
  const shop = createShop(alipay, handlers);
  return { url: await shop.listen({ host: '127.0.0.1', port: 0 }), close: () => shop.close() };
});

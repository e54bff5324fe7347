import { createShop } from '../../examples/notify-nestjs/shop.ts';
import { describeShop } from './notify-shop.ts';

describeShop('NestJS', async (alipay, handlers) => {
  const shop = await createShop(alipay, handlers);
  await shop.listen(0, '127.0.0.1');
  return { url: await shop.getUrl(), close: () => shop.close() };
});

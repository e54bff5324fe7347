import { createShop } from '../../examples/notify-koa/shop.ts';
import { describeShop, listening } from './notify-shop.ts';

describeShop('Koa', (alipay, handlers) => listening(createShop(alipay, handlers).callback()));

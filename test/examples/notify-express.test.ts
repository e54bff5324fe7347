import { createShop } from '../../examples/notify-express/shop.ts';
import { describeShop, listening } from './notify-shop.ts';

describeShop('Express', (alipay, handlers) => listening(createShop(alipay, handlers)));

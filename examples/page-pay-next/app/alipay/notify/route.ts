import { alipay, handlers } from '../../../../page-pay-shop/alipay.ts';

export function POST(request: Request): Promise<Response> {
  return alipay.handleNotification(request, handlers);
}

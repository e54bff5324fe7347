import { AlipayNotificationError } from '@till/alipay';
import { alipay } from '../../../../page-pay-shop/alipay.ts';

export async function GET(request: Request): Promise<Response> {
  try {
    const { outTradeNo, isPaid } = await alipay.returnedTrade(request.url);
    return new Response(`Order ${outTradeNo} is ${isPaid ? 'paid' : 'not paid yet'}.`);
  } catch (error) {
    if (!(error instanceof AlipayNotificationError)) throw error;
    return new Response('This does not come from Alipay.', { status: 400 });
  }
}

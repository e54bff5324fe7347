import { AlipayNotificationError } from '@till/alipay';
import { alipay } from '../../../../page-pay-shop/alipay.ts';

export async function GET(request: Request): Promise<Response> {
  try {
    const { out_trade_no = '' } = alipay.verifyReturn(request.url);
    const { trade_status } = await alipay.execute('alipay.trade.query', { out_trade_no });
    const isPaid = trade_status === 'TRADE_SUCCESS' || trade_status === 'TRADE_FINISHED';
    return new Response(`Order ${out_trade_no} is ${isPaid ? 'paid' : 'not paid yet'}.`);
  } catch (error) {
    if (!(error instanceof AlipayNotificationError)) throw error;
    return new Response('This does not come from Alipay.', { status: 400 });
  }
}

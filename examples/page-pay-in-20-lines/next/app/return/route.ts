import { alipay } from '../alipay.ts';

export async function GET(request: Request): Promise<Response> {
  const { outTradeNo, isPaid } = await alipay.returnedTrade(request.url);
  return new Response(`Order ${outTradeNo} is ${isPaid ? 'paid' : 'not paid yet'}.`);
}

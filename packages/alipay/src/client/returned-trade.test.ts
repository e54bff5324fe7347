import { describe, expect, test } from 'vitest';
import { AlipayNotificationError } from '../errors/index.ts';
import { signContent } from '../signing/index.ts';
import { APP_ID, alipaySign, answer, client } from './client.fixture.ts';

/** The url that Alipay sends a browser back to. */
function returned(fields: Readonly<Record<string, string>>): string {
  const all = { app_id: APP_ID, method: 'alipay.trade.page.pay.return', timestamp: '2026-03-01 12:00:00', ...fields };
  const query = { ...all, sign: alipaySign(signContent(all)), sign_type: 'RSA2' };
  return `https://shop.example/return?${new URLSearchParams(query)}`;
}

/** A client that is answered with a trade in this status. */
function asking(trade_status: string) {
  const sent: string[] = [];
  const alipay = client({
    transport: async (_, { body }) => {
      sent.push(String(body));
      const trade = { code: '10000', msg: 'Success', out_trade_no: 'A1', trade_no: '2026', total_amount: '88.8' };
      return new Response(answer('alipay.trade.query', { ...trade, trade_status }));
    },
  });
  return { alipay, sent };
}

describe('the page that a buyer comes back to', () => {
  test.each([
    ['WAIT_BUYER_PAY', false],
    ['TRADE_SUCCESS', true],
    ['TRADE_FINISHED', true],
    ['TRADE_CLOSED', false],
  ])('is told of a trade in %s whether it is paid', async (status, isPaid) => {
    const { alipay, sent } = asking(status);
    const trade = await alipay.returnedTrade(returned({ out_trade_no: 'A1' }));
    expect(trade).toMatchObject({ outTradeNo: 'A1', tradeNo: '2026', totalFen: 8880n, status, isPaid });
    expect(new URLSearchParams(sent[0]).get('biz_content')).toBe('{"out_trade_no":"A1"}');
  });

  test('asks nothing for a return that Alipay has not signed', async () => {
    const { alipay, sent } = asking('TRADE_SUCCESS');
    const forged = returned({ out_trade_no: 'A1' }).replace('A1', 'A2');
    await expect(alipay.returnedTrade(forged)).rejects.toThrow(AlipayNotificationError);
    expect(sent).toEqual([]);
  });

  test('is told if the return is about no trade', async () => {
    const { alipay } = asking('TRADE_SUCCESS');
    await expect(alipay.returnedTrade(returned({}))).rejects.toThrow('names no order (out_trade_no)');
  });
});

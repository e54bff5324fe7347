import { expect, test } from 'vitest';
import { listenForNotifications, openShop } from '../testing/merchant.ts';

test('messages about trades lead to them; those about a deposit lead to no trade', async () => {
  await using inbox = await listenForNotifications(() => ({ text: 'no' }));
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const deposit = {
    out_order_no: 'd',
    out_request_no: 'd',
    order_title: 'x',
    amount: '9.00',
    product_code: 'PRE_AUTH',
  };
  const shown = { auth_code: sandbox.paymentCode().code, auth_code_type: 'bar_code' };
  const frozen = await merchant.call(
    'alipay.fund.auth.order.freeze',
    { ...deposit, ...shown },
    { notify_url: inbox.url },
  );
  expect(frozen.node.auth_no).toBeTruthy();
  const tradeNo = await merchant.paidTrade({}, { notify_url: inbox.url });
  await sandbox.advance(0);
  for (const view of ['notifications', 'clock']) {
    const page = await fetch(`${sandbox.url}/_sandbox/?view=${view}`, { headers: { accept: 'text/html' } });
    const text = await page.text();
    expect(text).toContain(`id=${tradeNo}`);
    expect(text).not.toContain(`id=${frozen.node.auth_no}`);
    expect(text).toContain(frozen.node.auth_no);
  }
});

import { expect } from 'vitest';
import { HAN_MEIMEI } from './people.ts';
import type { Shop } from './shop.ts';

const deposit = (outOrderNo: string, productCode = 'PRE_AUTH') => ({
  out_order_no: outOrderNo,
  out_request_no: `${outOrderNo}-f`,
  order_title: '押金',
  amount: '3.00',
  product_code: productCode,
});

/** Frozen by the buyer's code, partly paid from, the rest given back. */
export async function frozenByCode(shop: Shop): Promise<void> {
  const authCode = { auth_code: shop.sandbox.paymentCode(HAN_MEIMEI).code, auth_code_type: 'bar_code' };
  const content = { ...deposit('d1'), ...authCode };
  const frozen = await shop.done('alipay.fund.auth.order.freeze', content, { notifyUrl: shop.inbox.url });
  expect(frozen).toMatchObject({ status: 'SUCCESS', amount: '3.00', payer_user_id: HAN_MEIMEI });
  expect(await shop.told({ out_order_no: 'd1', notify_type: 'fund_auth_freeze' })).toHaveLength(1);
  const { auth_no: authNo } = frozen;
  const rent = {
    out_trade_no: 'rent',
    total_amount: '1.00',
    subject: '租金',
    product_code: 'PRE_AUTH',
    auth_no: authNo,
  };
  expect(await shop.done('alipay.trade.pay', rent)).toMatchObject({ total_amount: '1.00' });
  const back = { auth_no: authNo, out_request_no: 'd1-u', amount: '2.00', remark: '退还' };
  expect(await shop.done('alipay.fund.auth.order.unfreeze', back)).toMatchObject({ status: 'SUCCESS', amount: '2.00' });
  const detail = { auth_no: authNo, out_request_no: 'd1-f' };
  expect(await shop.done('alipay.fund.auth.operation.detail.query', detail)).toMatchObject({
    order_status: 'FINISH',
    rest_amount: '0.00',
  });
  expect(await shop.refused('alipay.fund.auth.order.unfreeze', { ...back, out_request_no: 'd1-v' })).toBe(
    'ORDER_ALREADY_FINISH',
  );
}

/** Frozen in the app, and on a QR code's page; the one is cancelled. */
export async function frozenOnPages(shop: Shop): Promise<void> {
  const app = deposit('d2', 'PRE_AUTH_ONLINE');
  await shop.confirm(await shop.handToApp('alipay.fund.auth.order.app.freeze', app), HAN_MEIMEI);
  const voucher = await shop.done('alipay.fund.auth.order.voucher.create', deposit('d3'));
  expect(voucher).toMatchObject({ code_type: 'qrCode', out_order_no: 'd3' });
  await shop.confirm(String(voucher.code_value), HAN_MEIMEI);
  for (const no of ['d2', 'd3']) {
    const detail = { out_order_no: no, out_request_no: `${no}-f` };
    expect(await shop.done('alipay.fund.auth.operation.detail.query', detail)).toMatchObject({
      order_status: 'AUTHORIZED',
      rest_amount: '3.00',
    });
  }
  const cancel = { out_order_no: 'd3', out_request_no: 'd3-f', remark: '不租了' };
  expect(await shop.done('alipay.fund.auth.operation.cancel', cancel)).toMatchObject({ action: 'unfreeze' });
  const never = { out_order_no: 'never', out_request_no: 'never' };
  expect(await shop.refused('alipay.fund.auth.operation.cancel', { ...never, remark: 'x' })).toBe(
    'AUTH_ORDER_NOT_EXIST',
  );
  expect(await shop.refused('alipay.fund.auth.operation.detail.query', never)).toBe('AUTH_ORDER_NOT_EXIST');
}

import { expect } from 'vitest';
import { HAN_MEIMEI, LI_LEI, QIAN_BUGOU, WANG_XIAOMING } from './people.ts';
import type { Shop } from './shop.ts';

const order = (outTradeNo: string) => ({
  out_trade_no: outTradeNo,
  total_amount: '9.90',
  subject: '龙井茶 100% & "糖"',
});

/** Created for a known buyer, paid, told of, refunded in part, twice under one number, and then not to be closed. */
export async function createdAndRefunded(shop: Shop): Promise<void> {
  const no = { out_trade_no: 'created' };
  const content = { ...order('created'), buyer_id: LI_LEI, product_code: 'JSAPI_PAY', op_app_id: shop.app.app_id };
  const created = await shop.done('alipay.trade.create', content, { notifyUrl: shop.inbox.url });
  expect(await shop.done('alipay.trade.query', no)).toMatchObject({ trade_status: 'WAIT_BUYER_PAY' });
  await shop.sandbox.pay(String(created.trade_no));
  const paid = { ...no, trade_status: 'TRADE_SUCCESS', total_amount: '9.90', seller_id: shop.sellerId };
  expect(await shop.told(paid)).toHaveLength(1);
  expect(await shop.done('alipay.trade.query', { ...no, query_options: ['fund_bill_list'] })).toMatchObject({
    trade_no: created.trade_no,
    trade_status: 'TRADE_SUCCESS',
    buyer_user_id: LI_LEI,
    fund_bill_list: [{ amount: '9.90' }],
  });
  expect(await shop.refused('alipay.trade.close', no)).toBe('ACQ.TRADE_STATUS_ERROR');

  const refund = { ...no, refund_amount: '4.00', out_request_no: 'r1', refund_reason: '退一件' };
  expect(await shop.done('alipay.trade.refund', refund)).toMatchObject({ fund_change: 'Y', refund_fee: '4.00' });
  expect(await shop.done('alipay.trade.refund', refund)).toMatchObject({ fund_change: 'N', refund_fee: '4.00' });
  expect(await shop.refused('alipay.trade.refund', { ...refund, refund_amount: '4.01' })).toMatch(/^ACQ\./);
  const asked = { ...no, out_request_no: 'r1', query_options: ['refund_detail_item_list', 'gmt_refund_pay'] };
  expect(await shop.done('alipay.trade.fastpay.refund.query', asked)).toMatchObject({
    refund_status: 'REFUND_SUCCESS',
    refund_amount: '4.00',
  });
  const rest = { ...no, refund_amount: '5.90', out_request_no: 'r2' };
  expect(await shop.done('alipay.trade.refund.apply', rest)).toMatchObject({ refund_status: 'REFUND_PROCESSING' });
  await shop.sandbox.advance(5_000);
  expect(await shop.done('alipay.trade.query', no)).toMatchObject({ trade_status: 'TRADE_CLOSED' });

  const status = { biz_type: 'CREDIT_AUTH', order_biz_info: '{"status":"COMPLETE"}' };
  const sync = { ...status, trade_no: created.trade_no, out_request_no: 's1' };
  expect(await shop.done('alipay.trade.orderinfo.sync', sync)).toMatchObject({ ...no, buyer_user_id: LI_LEI });
}

/** In instalments by Huabei, and closed unpaid. */
export async function instalments(shop: Shop): Promise<void> {
  const content = {
    ...order('instalments'),
    total_amount: '90.00',
    buyer_id: WANG_XIAOMING,
    product_code: 'JSAPI_PAY',
    op_app_id: shop.app.app_id,
    extend_params: { hb_fq_num: '3', hb_fq_seller_percent: '0' },
  };
  const { trade_no: tradeNo } = await shop.done('alipay.trade.create', content);
  await shop.sandbox.pay(String(tradeNo), { buyer_id: WANG_XIAOMING });
  const paid = await shop.done('alipay.trade.query', { trade_no: tradeNo });
  expect(paid).toMatchObject({ trade_status: 'TRADE_SUCCESS', hb_fq_pay_info: { user_install_num: '3' } });
  await shop.done('alipay.trade.create', { ...content, out_trade_no: 'unwanted' });
  expect(await shop.done('alipay.trade.close', { out_trade_no: 'unwanted' })).toMatchObject({
    out_trade_no: 'unwanted',
  });
  expect(await shop.refused('alipay.trade.close', { out_trade_no: 'never' })).toBe('ACQ.TRADE_NOT_EXIST');
}

/** A QR code that the buyer scans. */
export async function qrCode(shop: Shop): Promise<void> {
  const { qr_code: qrCode } = await shop.done('alipay.trade.precreate', order('qr'));
  const no = { out_trade_no: 'qr' };
  expect(await shop.refused('alipay.trade.query', no)).toBe('ACQ.TRADE_NOT_EXIST');
  await fetch(String(qrCode));
  await shop.sandbox.pay(shop.tradeNo('qr'));
  expect(await shop.done('alipay.trade.query', no)).toMatchObject({ trade_status: 'TRADE_SUCCESS' });
}

/** A code that the shop scans: paid, cancelled with the money back; refused; left to the buyer to confirm. */
export async function scanned(shop: Shop): Promise<void> {
  const scan = (outTradeNo: string, buyerId = HAN_MEIMEI) => ({
    ...order(outTradeNo),
    ...{ scene: 'bar_code', product_code: 'FACE_TO_FACE_PAYMENT' },
    auth_code: shop.sandbox.paymentCode(buyerId).code,
  });
  expect(await shop.done('alipay.trade.pay', scan('scanned'))).toMatchObject({
    buyer_user_id: HAN_MEIMEI,
    total_amount: '9.90',
    fund_bill_list: [{ amount: '9.90' }],
  });
  const cancelled = await shop.done('alipay.trade.cancel', { out_trade_no: 'scanned' });
  expect(cancelled).toMatchObject({ action: 'refund', retry_flag: 'N' });
  expect(await shop.refused('alipay.trade.pay', scan('poor', QIAN_BUGOU))).toBe('ACQ.BUYER_BALANCE_NOT_ENOUGH');
  await shop.done('alipay.trade.pay', { ...scan('large', LI_LEI), total_amount: '3000.00' });
  expect(await shop.done('alipay.trade.query', { out_trade_no: 'large' })).toMatchObject({
    trade_status: 'WAIT_BUYER_PAY',
  });
  await shop.sandbox.pay(shop.tradeNo('large'));
  expect(await shop.done('alipay.trade.query', { out_trade_no: 'large' })).toMatchObject({
    trade_status: 'TRADE_SUCCESS',
  });
}

/** On the pages of a computer, of a phone and of an app, told of each time; refunded on a page. */
export async function paidOnPages(shop: Shop): Promise<void> {
  const page = { ...order('page'), product_code: 'FAST_INSTANT_TRADE_PAY' };
  expect(await shop.submit('alipay.trade.page.pay', page)).toMatch(/\/cashier\/[\w-]+$/);
  const wap = { ...order('wap'), product_code: 'QUICK_WAP_WAY', quit_url: 'https://shop.example/quit' };
  expect(await shop.visit('alipay.trade.wap.pay', wap)).toMatch(/\/cashier\/[\w-]+\/m$/);
  const app = { ...order('app'), product_code: 'QUICK_MSECURITY_PAY' };
  expect(await shop.handToApp('alipay.trade.app.pay', app)).toMatch(/\/cashier\/[\w-]+\/m$/);
  for (const no of ['page', 'wap', 'app']) {
    await shop.sandbox.pay(shop.tradeNo(no));
    expect(await shop.told({ out_trade_no: no, trade_status: 'TRADE_SUCCESS', total_amount: '9.90' })).toHaveLength(1);
  }
  const refund = {
    trade_no: shop.tradeNo('page'),
    refund_amount: '9.90',
    out_request_no: 'r1',
    biz_type: 'CREDIT_REFUND',
  };
  await shop.confirm(await shop.visit('alipay.trade.page.refund', refund), LI_LEI);
  expect(await shop.done('alipay.trade.query', { out_trade_no: 'page' })).toMatchObject({
    trade_status: 'TRADE_CLOSED',
  });
}

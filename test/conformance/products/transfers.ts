import { expect } from 'vitest';
import { HAN_MEIMEI, LI_LEI } from './people.ts';
import type { Shop } from './shop.ts';

const QUERY = 'alipay.fund.trans.common.query';
const SEND = { trans_amount: '5.00', product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' };

/** Sent once however often it is asked for, found again, refused when another thing has its number. */
export async function transferred(shop: Shop): Promise<void> {
  const method = 'alipay.fund.trans.uni.transfer';
  const payee = { identity: 'lilei@example.com', identity_type: 'ALIPAY_LOGON_ID', name: '李雷' };
  const transfer = { ...SEND, out_biz_no: 't1', order_title: '佣金', payee_info: payee };
  const sent = await shop.done(method, transfer);
  expect(sent).toMatchObject({ status: 'SUCCESS', out_biz_no: 't1' });
  expect(await shop.done(method, transfer)).toMatchObject({ order_id: sent.order_id });
  expect(await shop.refused(method, { ...transfer, trans_amount: '6.00' })).toBe('PAYMENT_INFO_INCONSISTENCY');
  expect(await shop.done(QUERY, { order_id: sent.order_id })).toMatchObject({
    out_biz_no: 't1',
    trans_amount: '5.00',
    status: 'SUCCESS',
  });
  expect(await shop.refused(QUERY, { out_biz_no: 'never' })).toBe('ORDER_NOT_EXIST');
}

/** Sent by a person on a page, which is told of through the app's gateway. */
export async function sentOnPage(shop: Shop): Promise<void> {
  const packet = { ...SEND, product_code: 'STD_RED_PACKET', biz_scene: 'PERSONAL_PAY', order_title: '红包' };
  const page = await shop.visit('alipay.fund.trans.page.pay', { ...packet, out_biz_no: 't2' });
  expect(await shop.done(QUERY, { out_biz_no: 't2' })).toMatchObject({ status: 'WAIT_PAY' });
  await shop.confirm(page, HAN_MEIMEI);
  expect(await shop.done(QUERY, { out_biz_no: 't2' })).toMatchObject({ status: 'SUCCESS' });
  const messages = await shop.told({ msg_method: 'alipay.fund.trans.order.changed' });
  expect(messages.some(({ biz_content: content = '' }) => JSON.parse(content).out_biz_no === 't2')).toBe(true);
}

/** What is in the account, asked in the two ways there are. */
export async function account(shop: Shop): Promise<void> {
  const own = { alipay_user_id: shop.sellerId, account_type: 'ACCTRANS_ACCOUNT' };
  const { available_amount: available } = await shop.done('alipay.fund.account.query', own);
  expect(await shop.done('alipay.data.bill.balance.query', {})).toMatchObject({ available_amount: available });
  expect(await shop.refused('alipay.fund.account.query', { ...own, alipay_user_id: LI_LEI })).toBe(
    'AUTH_USERID_IS_NOT_MATCH',
  );
}

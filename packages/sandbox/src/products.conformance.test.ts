import { createPrivateKey } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { expect, test } from 'vitest';
import { createSandbox } from './index.ts';
import { listenForNotifications, Merchant, PRIVATE_KEY } from './testing/merchant.ts';

const HAN_MEIMEI = '2088002100000022';

/** A sandbox, and the official SDK for one of its merchants. */
async function openOfficialShop() {
  const sandbox = await createSandbox();
  const { app } = await Merchant.of(sandbox);
  const sdk = new AlipaySdk({
    appId: app.app_id,
    privateKey: createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs1', format: 'pem' }).toString(),
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  });
  const exec = (method: string, bizContent: object) => sdk.exec(method, { bizContent }, { validateSign: true });
  const visit = async (url: string) => (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
  const confirm = (page: string) =>
    fetch(`${page}/yes`, { method: 'POST', body: new URLSearchParams({ buyer_id: HAN_MEIMEI }), redirect: 'manual' });
  return { sandbox, app, sdk, exec, visit, confirm, [Symbol.asyncDispose]: () => sandbox.close() };
}

test('the official SDK creates, precreates, scans, cancels, and hands an order to the app', async () => {
  await using shop = await openOfficialShop();
  const { sandbox, exec } = shop;
  const order = (outTradeNo: string) => ({ outTradeNo, totalAmount: '9.90', subject: '茶 / tea' });
  const created = await exec('alipay.trade.create', { ...order('c1'), buyerId: HAN_MEIMEI });
  expect(created).toMatchObject({ code: '10000', outTradeNo: 'c1' });
  const precreated = await exec('alipay.trade.precreate', order('p1'));
  expect(precreated.qrCode).toMatch(/\/qr\/bax[a-z]{17}$/);
  const { code: authCode } = sandbox.paymentCode(HAN_MEIMEI);
  const paid = await exec('alipay.trade.pay', { ...order('s1'), scene: 'bar_code', authCode });
  expect(paid).toMatchObject({ code: '10000', buyerUserId: HAN_MEIMEI, fundBillList: [{ amount: '9.90' }] });
  expect(await exec('alipay.trade.cancel', { outTradeNo: 's1' })).toMatchObject({ action: 'refund', retryFlag: 'N' });
  const orderString = shop.sdk.sdkExecute('alipay.trade.app.pay', { bizContent: order('a1') });
  const opened = await fetch(`${sandbox.url}/app`, { method: 'POST', body: orderString });
  expect(opened.url).toMatch(/\/cashier\/[\w-]+\/m$/);
  expect(sandbox.trades({ out_trade_no: 'a1' })).toHaveLength(1);
});

test('the official SDK freezes a deposit, pays from it, and gives the rest back', async () => {
  await using shop = await openOfficialShop();
  await using inbox = await listenForNotifications();
  const { sandbox, exec, sdk } = shop;
  const bizContent = {
    ...{ outOrderNo: 'a1', outRequestNo: 'f1', orderTitle: '押金', amount: '300', productCode: 'PRE_AUTH' },
    ...{ authCode: sandbox.paymentCode(HAN_MEIMEI).code, authCodeType: 'bar_code' },
  };
  const frozen = await sdk.exec(
    'alipay.fund.auth.order.freeze',
    { notify_url: inbox.url, bizContent },
    { validateSign: true },
  );
  expect(frozen).toMatchObject({ code: '10000', status: 'SUCCESS' });
  await sandbox.advance(0);
  expect(sdk.checkNotifySignV2(inbox.fields(0))).toBe(true);
  const order = {
    outTradeNo: 'o1',
    totalAmount: '100',
    subject: '租金',
    productCode: 'PRE_AUTH',
    authNo: frozen.authNo,
  };
  expect(await exec('alipay.trade.pay', order)).toMatchObject({ code: '10000' });
  const back = { authNo: frozen.authNo, outRequestNo: 'u1', amount: '200', remark: '退' };
  expect(await exec('alipay.fund.auth.order.unfreeze', back)).toMatchObject({ code: '10000' });
  const detail = await exec('alipay.fund.auth.operation.detail.query', { authNo: frozen.authNo, outRequestNo: 'f1' });
  expect(detail).toMatchObject({ orderStatus: 'FINISH', restAmount: '0.00' });
});

test('the official SDK transfers, divides, signs an agreement and fetches a bill', async () => {
  await using shop = await openOfficialShop();
  const { sandbox, app, exec, sdk, visit, confirm } = shop;
  const payeeInfo = { identity: 'lilei@example.com', identityType: 'ALIPAY_LOGON_ID', name: '李雷' };
  const transfer = {
    outBizNo: 't1',
    transAmount: '5',
    productCode: 'TRANS_ACCOUNT_NO_PWD',
    bizScene: 'DIRECT_TRANSFER',
    payeeInfo,
  };
  expect(await exec('alipay.fund.trans.uni.transfer', transfer)).toMatchObject({ status: 'SUCCESS' });

  const receiver = [{ type: 'userId', account: HAN_MEIMEI }];
  await exec('alipay.trade.royalty.relation.bind', { outRequestNo: 'b1', receiverList: receiver });
  const authCode = sandbox.paymentCode().code;
  const paid = await exec('alipay.trade.pay', {
    outTradeNo: 'o1',
    totalAmount: '100',
    subject: 'x',
    scene: 'bar_code',
    authCode,
  });
  const royaltyParameters = [{ royaltyType: 'transfer', transInType: 'userId', transIn: HAN_MEIMEI, amount: '30' }];
  const settled = await exec('alipay.trade.order.settle', {
    outRequestNo: 's1',
    tradeNo: paid.tradeNo,
    royaltyParameters,
  });
  expect(settled).toMatchObject({ code: '10000', tradeNo: paid.tradeNo });

  const sign = {
    personalProductCode: 'GENERAL_WITHHOLDING_P',
    signScene: 'INDUSTRY|MUSIC',
    accessParams: { channel: 'ALIPAYAPP' },
  };
  const page = await visit(
    sdk.pageExecute('alipay.user.agreement.page.sign', 'GET', { bizContent: { ...sign, externalAgreementNo: 'e1' } }),
  );
  expect((await confirm(page)).status).toBe(200);
  const agreement = await exec('alipay.user.agreement.query', {
    ...sign,
    accessParams: undefined,
    externalAgreementNo: 'e1',
  });
  expect(agreement).toMatchObject({ status: 'NORMAL', principalId: HAN_MEIMEI });
  const deduction = { outTradeNo: 'd1', totalAmount: '6', subject: '会员', productCode: 'GENERAL_WITHHOLDING' };
  const taken = await exec('alipay.trade.pay', {
    ...deduction,
    agreementParams: { agreementNo: agreement.agreementNo },
  });
  expect(taken).toMatchObject({ code: '10000', buyerUserId: HAN_MEIMEI });

  const day = new Date(sandbox.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await sandbox.advance(2 * 24 * 3_600_000);
  const bill = await exec('alipay.data.dataservice.bill.downloadurl.query', { billType: 'trade', billDate: day });
  const file = Buffer.from(await (await fetch(String(bill.billDownloadUrl))).arrayBuffer());
  expect(file.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
  expect(file.toString('latin1')).toContain(`${app.seller_id}0156_${day.replaceAll('-', '')}_`);
});

test('the official SDK does the same over v3', async () => {
  await using shop = await openOfficialShop();
  const { sandbox, app, visit, confirm } = shop;
  const sdk = new AlipaySdk({
    ...{ appId: app.app_id, alipayPublicKey: app.alipay_public_key, endpoint: sandbox.url },
    privateKey: createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs1', format: 'pem' }).toString(),
  });
  const post = (path: string, body: object) => sdk.curl('POST', `/v3/alipay/${path}`, { body: { ...body } });
  const get = (path: string, query: Record<string, string>) => sdk.curl('GET', `/v3/alipay/${path}`, { query });
  const order = { subject: '茶 / tea', total_amount: '9.90', product_code: 'FACE_TO_FACE_PAYMENT', scene: 'bar_code' };
  const auth_code = () => sandbox.paymentCode(HAN_MEIMEI).code;
  const paid = await post('trade/pay', { ...order, out_trade_no: 's1', auth_code: auth_code() });
  expect(paid).toMatchObject({ responseHttpStatus: 200, data: { buyer_user_id: HAN_MEIMEI, total_amount: '9.90' } });
  const waiting = await post('trade/pay', {
    ...order,
    out_trade_no: 's2',
    total_amount: '3000',
    auth_code: auth_code(),
  });
  expect(waiting.responseHttpStatus).toBe(202);
  const payee_info = { identity: HAN_MEIMEI, identity_type: 'ALIPAY_USER_ID' };
  const transfer = {
    out_biz_no: 't1',
    trans_amount: '5',
    product_code: 'TRANS_ACCOUNT_NO_PWD',
    biz_scene: 'DIRECT_TRANSFER',
    payee_info,
  };
  expect((await post('fund/trans/uni/transfer', transfer)).data).toMatchObject({ status: 'SUCCESS', out_biz_no: 't1' });
  expect((await get('fund/trans/common/query', { out_biz_no: 't1' })).data).toMatchObject({ trans_amount: '5.00' });
  await expect(get('fund/trans/common/query', { out_biz_no: 'none' })).rejects.toThrow('转账订单不存在');
  const freeze = { out_order_no: 'a1', out_request_no: 'f1', order_title: 'x', amount: '3', product_code: 'PRE_AUTH' };
  const voucher = await post('fund/auth/order/voucher/create', freeze);
  const page = String((voucher.data as { code_value: string }).code_value);
  await confirm(page);
  const asked = await post('fund/auth/operation/detail/query', { out_order_no: 'a1', out_request_no: 'f1' });
  expect(asked.data).toMatchObject({ order_status: 'AUTHORIZED', rest_amount: '3.00' });
  expect(await visit(page)).toBe('');
  expect((await get('data/bill/balance/query', {})).data).toMatchObject({ available_amount: '1000004.84' });
});

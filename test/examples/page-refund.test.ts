import { Alipay, AlipaySignatureError } from '@till/alipay';
import { createSandbox } from '@till/sandbox';
import { describe, expect, test } from 'vitest';
import {
  type PageRefund,
  pageRefundForm,
  readPageRefund,
  receivePageRefundReturn,
} from '../../examples/page-refund/page-refund.ts';
import { createEasySdk } from '../../packages/alipay/src/easy/index.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { readForm, submitForm } from '../fixtures/payment-form.ts';
import { APP_ID, KEYS, openGateway, signedForm, understandSigned } from './signed-gateway.ts';

const METHOD = 'alipay.trade.page.refund';
const RETURN_URL = 'https://shop.example/refunded';

const REFUND: PageRefund = {
  trade_no: '2014112611001004680073956707',
  out_trade_no: '20150320010101001',
  out_request_no: 'HZ01RF001',
  refund_amount: '200.12',
  biz_type: 'CREDIT_REFUND',
  refund_reason: '正常退款',
  operator_id: 'OP001',
  store_id: 'NJ_S_001',
  terminal_id: 'NJ_T_001',
  extend_params: { credit_service_id: '2019031400000000000000369900', credit_category_id: 'REFUND' },
};

const SUCCESS = {
  code: '10000',
  msg: 'Success',
  trade_no: '2014112611001004680073956707',
  out_trade_no: '20150320010101001',
  out_request_no: 'HZ01RF001',
  refund_amount: 200.12,
};

const BUSY = { code: '20000', msg: 'Service Currently Unavailable', sub_code: 'isp.unknow-error', sub_msg: '系统繁忙' };

/** Asks a gateway that answers a page refund like this. */
async function answered(node: Record<string, unknown>, keys = KEYS) {
  await using gateway = await openGateway({ [METHOD]: node });
  const { generic } = createEasySdk(new Alipay({ ...keys, gateway: gateway.url })).util;
  const answer = await readPageRefund(generic.execute(METHOD, null, { ...REFUND }));
  return { answer, asked: gateway.asked };
}

test('the form carries every parameter, signed, and the way back', () => {
  const form = readForm(pageRefundForm(new Alipay(KEYS), REFUND, RETURN_URL));
  expect(form.method).toBe('POST');
  expect(understandSigned(form.fields)).toEqual({
    method: METHOD,
    params: { return_url: RETURN_URL },
    bizContent: REFUND,
    files: {},
  });
});

test('the least that a page refund needs is a trade, a number and an amount', () => {
  const least = { trade_no: '2014', out_request_no: 'R1', refund_amount: '0.01' };
  const form = readForm(pageRefundForm(new Alipay(KEYS), least, RETURN_URL));
  expect(understandSigned(form.fields).bizContent).toEqual(least);
});

describe('Alipay’s answer', () => {
  test('of a success is read, its amount as text whether it came as number or text', async () => {
    const refunded = {
      outcome: 'refunded',
      tradeNo: '2014112611001004680073956707',
      outTradeNo: '20150320010101001',
      outRequestNo: 'HZ01RF001',
      refundAmount: '200.12',
    };
    const { answer, asked } = await answered(SUCCESS);
    expect(answer).toEqual(refunded);
    expect(asked[0]?.bizContent).toEqual(REFUND);
    expect((await answered({ ...SUCCESS, refund_amount: '200.12' })).answer).toEqual(refunded);
    const round = await answered({ ...SUCCESS, refund_amount: 200.1 });
    expect(round.answer).toMatchObject({ refundAmount: '200.10' });
  });

  test('20000 leaves the outcome unknown', async () => {
    expect((await answered(BUSY)).answer).toEqual({
      outcome: 'unknown',
      code: '20000',
      subCode: 'isp.unknow-error',
      subMsg: '系统繁忙',
    });
  });

  test('40004 is a refusal', async () => {
    const refusal = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST', sub_msg: '交易不存在' };
    expect((await answered(refusal)).answer).toMatchObject({ outcome: 'refused', subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  test('that Alipay has not signed is thrown, never read', async () => {
    const forged = answered(SUCCESS, { ...KEYS, alipayPublicKey: newKeyPair().publicKey });
    await expect(forged).rejects.toThrow(AlipaySignatureError);
  });
});

describe('the way back', () => {
  const returned = {
    app_id: APP_ID,
    charset: 'utf-8',
    method: 'alipay.trade.page.refund.return',
    out_request_no: 'HZ01RF001',
    out_trade_no: '20150320010101001',
    refund_amount: '200.12',
    timestamp: '2026-01-31 09:30:00',
    trade_no: '2014112611001004680073956707',
    version: '1.0',
  };

  test.each([
    ['made', { refund_status: 'REFUND_SUCCESS' }, true],
    ['not made, or not yet', {}, false],
  ])('is verified, and the refund asked for, which is %s', async (_what, more, isRefunded) => {
    await using gateway = await openGateway({
      'alipay.trade.fastpay.refund.query': { code: '10000', msg: 'Success', ...more },
    });
    const alipay = new Alipay({ ...KEYS, gateway: gateway.url });
    const refund = await receivePageRefundReturn(alipay, `${RETURN_URL}?shop=a&${signedForm(returned)}`);
    expect(refund).toEqual({ outTradeNo: '20150320010101001', outRequestNo: 'HZ01RF001', isRefunded });
    expect(gateway.asked[0]?.bizContent).toEqual({
      out_trade_no: '20150320010101001',
      out_request_no: 'HZ01RF001',
    });
  });

  test('with another amount, or for another app, is refused', async () => {
    const alipay = new Alipay(KEYS);
    const altered = `${RETURN_URL}?${signedForm(returned).replace('200.12', '999.99')}`;
    await expect(receivePageRefundReturn(alipay, altered)).rejects.toMatchObject({ reason: 'signature' });
    const other = `${RETURN_URL}?${signedForm({ ...returned, app_id: '2021000000000009' })}`;
    await expect(receivePageRefundReturn(alipay, other)).rejects.toMatchObject({ reason: 'app_id' });
  });
});

test('in the sandbox, a paid trade is refunded on the page, and the browser comes back with the proof', async () => {
  await using sandbox = await createSandbox();
  const app = await sandbox.registerApp();
  const alipay = new Alipay({
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  });
  const order = { out_trade_no: 'P1', total_amount: '200.12', subject: '茶具' };
  const pay = alipay.pageForm('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' });
  await fetch(await submitForm(readForm(pay)));
  const [trade] = sandbox.trades({ out_trade_no: 'P1' });
  await sandbox.pay(trade?.trade_no ?? '');

  const refund: PageRefund = { out_trade_no: 'P1', out_request_no: 'R1', refund_amount: '100.00' };
  const page = await submitForm(readForm(pageRefundForm(alipay, refund, RETURN_URL)));
  const before = await alipay.execute('alipay.trade.fastpay.refund.query', {
    out_trade_no: 'P1',
    out_request_no: 'R1',
  });
  expect(before.refund_status).toBeUndefined();
  const yes = await fetch(`${page}/yes`, { method: 'POST', redirect: 'manual', headers: { accept: 'text/html' } });
  const back = yes.headers.get('location') ?? '';
  expect(back).toMatch(/^https:\/\/shop\.example\/refunded\?/);
  const read = await receivePageRefundReturn(alipay, back);
  expect(read).toEqual({ outTradeNo: 'P1', outRequestNo: 'R1', isRefunded: true });
});

import { Alipay } from '@till/alipay';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { NotifyReceiver } from '../fixtures/notify-receiver.ts';
import { type PaymentForm, readForm, submitForm } from '../fixtures/payment-form.ts';

/** What people really sell, and what makes signatures go wrong. */
const PLAIN = { subject: '龙井茶' };
const HARD = { subject: '龙井茶 100% & "糖" <b>+', passback_params: encodeURIComponent('a=1&b=糖') };

const RETURN_URL = 'http://127.0.0.1:1/return?shop=a&b=2';

let sandbox: Sandbox;
let receiver: NotifyReceiver;
let official: AlipaySdk;
let ours: Alipay;

beforeAll(async () => {
  sandbox = await createSandbox();
  receiver = await NotifyReceiver.listen();
  const { privateKey, publicKey } = newKeyPair();
  const appId = '2021000000000007';
  const { alipay_public_key: alipayPublicKey } = await sandbox.registerApp({ app_id: appId, public_key: publicKey });
  const gateway = sandbox.gatewayUrl;
  ours = new Alipay({ appId, privateKey, alipayPublicKey, gateway });
  official = new AlipaySdk({ appId, privateKey, keyType: 'PKCS8', alipayPublicKey, gateway });
});

afterAll(async () => {
  await receiver?.[Symbol.asyncDispose]();
  await sandbox?.close();
});

interface Case {
  begunBy: 'the official client' | 'our client';
  outTradeNo: string;
  texts: { subject: string; passback_params?: string };
}

function paymentForm({ begunBy, outTradeNo, texts }: Case): PaymentForm {
  const order = {
    out_trade_no: outTradeNo,
    total_amount: '88.88',
    product_code: 'FAST_INSTANT_TRADE_PAY',
    ...texts,
  };
  const urls = { notifyUrl: receiver.url, returnUrl: RETURN_URL };
  const method = 'alipay.trade.page.pay';
  const html =
    begunBy === 'our client'
      ? ours.pageForm(method, order, urls)
      : official.pageExecute(method, 'POST', { bizContent: order, ...urls });
  return readForm(html);
}

/** A buyer opens the cashier and pays; answers the notification's raw body and where the browser went. */
async function pay(form: PaymentForm, outTradeNo: string): Promise<{ body: string; returned: URL }> {
  const cashier = await submitForm(form);
  const page = await (await fetch(cashier)).text();
  const buyer = /data-testid="buyer-(\d+)"/.exec(page)?.[1];
  const token = new URL(cashier).pathname;
  const answer = await fetch(new URL(`${token}/pay`, cashier), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ buyer_id: buyer }),
  });
  const { status, continue_url: continueUrl } = (await answer.json()) as { status: string; continue_url: string };
  expect(status).toBe('paid');
  const isOurs = (body: string) => new URLSearchParams(body).get('out_trade_no') === outTradeNo;
  const body = await vi.waitUntil(() => receiver.bodies.find(isOurs), { timeout: 10_000 });
  return { body, returned: new URL(continueUrl) };
}

const cases: Case[] = [
  { begunBy: 'the official client', outTradeNo: 'official-1', texts: PLAIN },
  { begunBy: 'the official client', outTradeNo: 'official-2', texts: HARD },
  { begunBy: 'our client', outTradeNo: 'ours-1', texts: HARD },
];

describe.each(cases)('a payment of $texts.subject begun by $begunBy', (payment) => {
  const { outTradeNo, texts } = payment;
  let body: string;
  let returned: URL;

  beforeAll(async () => {
    ({ body, returned } = await pay(paymentForm(payment), outTradeNo));
  });

  test('sends a notification that both clients believe', () => {
    const parameters = Object.fromEntries(new URLSearchParams(body));
    expect(official.checkNotifySignV2({ ...parameters })).toBe(true);
    // The older check decodes every value once more, so it can only do without a percent sign.
    if (texts === PLAIN) expect(official.checkNotifySign({ ...parameters })).toBe(true);
    expect(ours.verifyNotification(body)).toMatchObject({
      out_trade_no: outTradeNo,
      total_amount: '88.88',
      trade_status: 'TRADE_SUCCESS',
      ...texts,
    });
  });

  test('sends nothing that either client believes once a field is changed', () => {
    const forged = new URLSearchParams(body);
    forged.set('total_amount', '88.89');
    expect(official.checkNotifySignV2(Object.fromEntries(forged))).toBe(false);
    expect(() => ours.verifyNotification(forged.toString())).toThrow(expect.objectContaining({ reason: 'signature' }));
  });

  test('sends the buyer back with parameters that our client verifies and the merchant’s own untouched', () => {
    expect(returned.origin + returned.pathname).toBe('http://127.0.0.1:1/return');
    expect(returned.searchParams.get('shop')).toBe('a');
    const parameters = Object.fromEntries(returned.searchParams);
    delete parameters.shop;
    delete parameters.b;
    expect(ours.verifyReturn(parameters)).toMatchObject({ out_trade_no: outTradeNo, total_amount: '88.88' });
  });
});

describe('the official client, verifying every answer,', () => {
  const validateSign = { validateSign: true };
  const official1 = { out_trade_no: 'official-1' };

  test('reads what our client reads', async () => {
    const theirs = await official.exec('alipay.trade.query', { bizContent: official1 }, validateSign);
    const mine = await ours.execute('alipay.trade.query', official1);
    expect(theirs).toMatchObject({
      code: '10000',
      outTradeNo: mine.out_trade_no,
      tradeNo: mine.trade_no,
      tradeStatus: 'TRADE_SUCCESS',
      totalAmount: '88.88',
    });
  });

  test('refunds, and our client sees the refund', async () => {
    const refund = { ...official1, refund_amount: '8.88', out_request_no: 'R1' };
    const first = await official.exec('alipay.trade.refund', { bizContent: refund }, validateSign);
    expect(first).toMatchObject({ code: '10000', fundChange: 'Y', refundFee: '8.88' });
    const repeated = await ours.execute('alipay.trade.refund', refund);
    expect(repeated).toMatchObject({ fund_change: 'N', refund_fee: '8.88' });
    const query = { ...official1, out_request_no: 'R1' };
    expect(await official.exec('alipay.trade.fastpay.refund.query', { bizContent: query }, validateSign)).toMatchObject(
      {
        code: '10000',
        refundStatus: 'REFUND_SUCCESS',
        refundAmount: '8.88',
      },
    );
  });

  test('is told of an unknown trade as ours is', async () => {
    const unknown = { out_trade_no: 'never-made' };
    expect(await official.exec('alipay.trade.query', { bizContent: unknown }, validateSign)).toMatchObject({
      code: '40004',
      subCode: 'ACQ.TRADE_NOT_EXIST',
    });
    await expect(ours.execute('alipay.trade.query', unknown)).rejects.toMatchObject({
      code: '40004',
      subCode: 'ACQ.TRADE_NOT_EXIST',
      outcome: 'refused',
    });
  });

  test('cannot close what is paid, and neither can ours', async () => {
    const answer = await official.exec('alipay.trade.close', { bizContent: official1 }, validateSign);
    expect(answer).toMatchObject({ code: '40004', subCode: expect.stringContaining('STATUS') });
    await expect(ours.execute('alipay.trade.close', official1)).rejects.toMatchObject({ subCode: answer.subCode });
  });

  test('with the wrong private key is shown the string to sign', async () => {
    const stranger = new AlipaySdk({
      appId: ours.appId,
      privateKey: newKeyPair().privateKey,
      keyType: 'PKCS8',
      gateway: sandbox.gatewayUrl,
    });
    expect(await stranger.exec('alipay.trade.query', { bizContent: official1 })).toMatchObject({
      code: '40002',
      subCode: 'isv.invalid-signature',
      subMsg: expect.stringContaining('app_id=2021000000000007&amp;'),
    });
  });
});

import { Alipay, AlipayGatewayError } from '@till/alipay';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEasySdk, type EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { NotifyReceiver } from '../fixtures/notify-receiver.ts';
import { readForm, submitForm } from '../fixtures/payment-form.ts';

const RETURN_URL = 'http://127.0.0.1:9/done';

let sandbox: Sandbox;
let receiver: NotifyReceiver;
let easy: EasySdk;

beforeAll(async () => {
  sandbox = await createSandbox();
  receiver = await NotifyReceiver.listen();
  const app = await sandbox.registerApp();
  const alipay = new Alipay({
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
  });
  easy = createEasySdk(alipay);
});
afterAll(async () => {
  await receiver?.[Symbol.asyncDispose]();
  await sandbox?.close();
});

/** The buyer opens the cashier of a form. */
async function openCashier(form: string): Promise<void> {
  await fetch(await submitForm(readForm(form)));
}

test('a payment from page to refund, by Easy SDK’s functions alone', async () => {
  const { page, common } = easy.payment;
  const { body } = page.asyncNotify(receiver.url).pay('龙井茶', 'E1', '88.88', RETURN_URL);
  await openCashier(body);
  expect(await common.query('E1')).toMatchObject({ trade_status: 'WAIT_BUYER_PAY' });
  const [trade] = sandbox.trades({ out_trade_no: 'E1' });
  await sandbox.pay(trade?.trade_no ?? '');
  const notification = await vi.waitUntil(() => receiver.bodies[0], { timeout: 10_000 });
  const parameters = Object.fromEntries(new URLSearchParams(notification));
  expect(common.verifyNotify(parameters)).toBe(true);
  expect(common.verifyNotify({ ...parameters, total_amount: '0.01' })).toBe(false);

  expect(await common.query('E1')).toMatchObject({ code: '10000', trade_status: 'TRADE_SUCCESS' });
  await expect(common.close('E1')).rejects.toThrow(AlipayGatewayError);
  const part = common.optional('out_request_no', 'R1').optionalArgs({ refund_reason: '退一件' });
  expect(await part.refund('E1', '8.88')).toMatchObject({ fund_change: 'Y', refund_fee: '8.88' });
  expect(await part.refund('E1', '8.88')).toMatchObject({ fund_change: 'N', refund_fee: '8.88' });
  expect(await common.queryRefund('E1', 'R1')).toMatchObject({
    refund_status: 'REFUND_SUCCESS',
    refund_amount: '8.88',
  });
});

test('a payment on a phone’s page, closed before anybody paid', async () => {
  await openCashier(easy.payment.wap.pay('龙井茶', 'E2', '1.00', 'http://127.0.0.1:9/quit', RETURN_URL).body);
  expect(await easy.payment.common.close('E2')).toMatchObject({ out_trade_no: 'E2' });
  expect(await easy.payment.common.query('E2')).toMatchObject({ trade_status: 'TRADE_CLOSED' });
});

test('a trade for a known buyer is created, paid, and cancelled with its money back', async () => {
  const { common, huabei, faceToFace } = easy.payment;
  const created = await common.create('龙井茶', 'E3', '88.88', '2088002100000011');
  expect(created).toMatchObject({ code: '10000', out_trade_no: 'E3', trade_no: expect.stringMatching(/^\d{28}$/) });
  await sandbox.pay(created.trade_no ?? '');
  expect(await common.cancel('E3')).toMatchObject({ action: 'refund', retry_flag: 'N' });
  expect(await common.query('E3')).toMatchObject({ trade_status: 'TRADE_CLOSED' });
  const instalments = { hbFqNum: '3', hbFqSellerPercent: '0' };
  expect(await huabei.create('龙井茶', 'E4', '88.88', '2088002100000033', instalments)).toMatchObject({
    code: '10000',
  });
  expect(await faceToFace.preCreate('龙井茶', 'E5', '8.88')).toMatchObject({ qr_code: expect.stringMatching(/^http/) });
});

test('any method by util.generic', async () => {
  const response = easy.util.generic.execute('alipay.trade.query', null, { out_trade_no: 'nowhere' });
  await expect(response).rejects.toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
});

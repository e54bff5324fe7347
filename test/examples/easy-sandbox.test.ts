import { AlipayGatewayError } from '@till/alipay';
import { formatBeijingDate } from '@till/alipay/time';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { METHODS } from '../../packages/sandbox/src/gateway/methods/index.ts';
import { NotifyReceiver } from '../fixtures/notify-receiver.ts';
import { functionNames, noting } from './easy-noting.ts';
import { easyRows } from './easy-rows.ts';
import { EasyShop, LI_LEI, PERSON, SIGN_MODES, WANG_XIAOMING } from './easy-shop.ts';

const RETURN_URL = 'http://127.0.0.1:9/done';

describe.each(SIGN_MODES)('before the sandbox, in %s mode, Easy SDK’s functions do', (signMode) => {
  const done = new Set<string>();
  let shop: EasyShop;
  let receiver: NotifyReceiver;
  let easy: EasySdk;

  beforeAll(async () => {
    shop = await EasyShop.open(signMode);
    receiver = await NotifyReceiver.listen();
    easy = noting(shop.easy, done);
  });
  afterAll(async () => {
    await receiver?.[Symbol.asyncDispose]();
    await shop?.[Symbol.asyncDispose]();
  });

  test('a payment from page to refund', async () => {
    const { page, common } = easy.payment;
    await fetch(await shop.open(page.asyncNotify(receiver.url).pay('龙井茶', 'E1', '88.88', RETURN_URL).body));
    expect(await common.query('E1')).toMatchObject({ trade_status: 'WAIT_BUYER_PAY' });
    const [trade] = shop.sandbox.trades({ out_trade_no: 'E1' });
    await shop.sandbox.pay(trade?.trade_no ?? '');
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

  test('payments on a phone’s page and in an app, closed before anybody paid', async () => {
    const { wap, app, common } = easy.payment;
    await fetch(await shop.open(wap.pay('龙井茶', 'E2', '1.00', 'http://127.0.0.1:9/quit', RETURN_URL).body));
    await fetch(await shop.handToApp(app.pay('龙井茶', 'E3', '1.00').body));
    for (const no of ['E2', 'E3']) {
      expect(await common.close(no)).toMatchObject({ out_trade_no: no });
      expect(await common.query(no)).toMatchObject({ trade_status: 'TRADE_CLOSED' });
    }
  });

  test('a trade for a known buyer, paid, and cancelled with its money back', async () => {
    const { common, huabei } = easy.payment;
    const created = await common.create('龙井茶', 'E4', '88.88', LI_LEI);
    expect(created).toMatchObject({ code: '10000', out_trade_no: 'E4', trade_no: expect.stringMatching(/^\d{28}$/) });
    await shop.sandbox.pay(created.trade_no ?? '');
    expect(await common.cancel('E4')).toMatchObject({ action: 'refund', retry_flag: 'N' });
    expect(await common.query('E4')).toMatchObject({ trade_status: 'TRADE_CLOSED' });
    const instalments = { hbFqNum: '3', hbFqSellerPercent: '0' };
    const { trade_no: tradeNo = '' } = await huabei.create('龙井茶', 'E5', '90.00', WANG_XIAOMING, instalments);
    await shop.sandbox.pay(tradeNo, { buyer_id: WANG_XIAOMING });
    expect(await common.query('E5')).toMatchObject({ hb_fq_pay_info: { user_install_num: '3' } });
  });

  test('a payment face to face: a code scanned, a code shown', async () => {
    const { faceToFace, common } = easy.payment;
    const scan = (no: string, amount: string) => faceToFace.pay('龙井茶', no, amount, shop.sandbox.paymentCode().code);
    expect(await scan('E6', '8.88')).toMatchObject({ code: '10000', buyer_user_id: LI_LEI });
    expect(await scan('E7', '2000.01')).toMatchObject({ code: '10003', out_trade_no: 'E7' });
    expect(await common.query('E7')).toMatchObject({ trade_status: 'WAIT_BUYER_PAY' });
    for (const show of [faceToFace.preCreate, faceToFace.precreate]) {
      expect(await show('龙井茶', 'E8', '8.88')).toMatchObject({ qr_code: expect.stringMatching(/^http/) });
    }
  });

  test('a login, and its renewal', async () => {
    const token = await easy.base.oauth.getToken(await shop.consented());
    expect(token).toMatchObject({ user_id: LI_LEI, expires_in: expect.any(Number) });
    expect(await easy.base.oauth.refreshToken(token.refresh_token ?? '')).toMatchObject({ user_id: LI_LEI });
    await expect(easy.base.oauth.getToken('never')).rejects.toMatchObject({ subCode: 'isv.code-invalid' });
  });

  test('a certification on its page', async () => {
    const { identification } = easy.member;
    const { certify_id: id = '' } = await identification.init('o1', 'FACE', PERSON, { returnUrl: RETURN_URL });
    const page = await shop.open(identification.certify(id).body);
    await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'yes' }), redirect: 'manual' });
    expect(await identification.query(id)).toMatchObject({ passed: 'T' });
  });

  test('a picture and a video, kept byte for byte', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0x0d, 0x0a, 0x00]);
    for (const upload of [easy.base.image.upload, easy.base.video.upload]) {
      const { image_url: url = '' } = await upload('门头', bytes);
      expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
    }
    const kept = await easy.util.generic.fileExecute(
      'alipay.offline.material.image.upload',
      { image_type: 'png', image_name: 'n' },
      null,
      { image_content: new File([bytes], 'n.png') },
    );
    expect(kept).toMatchObject({ code: '10000', image_id: expect.any(String) });
  });

  test('any method, page or order string by util.generic', async () => {
    const { generic } = easy.util;
    const order = { out_trade_no: 'E9', total_amount: '1.00', subject: '龙井茶' };
    const page = { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' };
    await fetch(await shop.open(generic.pageExecute('alipay.trade.page.pay', null, page).body));
    expect(await generic.execute('alipay.trade.query', null, { out_trade_no: 'E9' })).toMatchObject({ code: '10000' });
    const body = generic.sdkExecute('alipay.trade.app.pay', null, { ...order, out_trade_no: 'E10' }).body;
    expect(await shop.handToApp(body)).toMatch(/\/cashier\/[\w-]+\/m$/);
    const nowhere = generic.execute('alipay.trade.query', null, { out_trade_no: 'nowhere' });
    await expect(nowhere).rejects.toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  test('AES, by which a call’s content is read again', async () => {
    const { aes } = easy.util;
    expect(aes.decrypt(aes.encrypt('13800000000'))).toBe('13800000000');
  });

  /** What the sandbox answers from Alipay's description, having checked every parameter by it. */
  const described = easyRows(() => easy).filter(
    ([name, , method]) => !METHODS.has(method) && !name.startsWith('util.'),
  );

  test.each(described)('%s', async (_name, call) => {
    expect(await call()).toMatchObject({ code: '10000' });
  });

  test('a bill, the day after', async () => {
    const day = formatBeijingDate(shop.sandbox.clock.now());
    await shop.sandbox.advance(2 * 24 * 3_600_000);
    const { bill_download_url: url = '' } = await easy.payment.common.downloadBill('trade', day);
    const bill = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(bill.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  });

  test('all that they are there for: each has succeeded', () => {
    expect([...done].sort()).toEqual(functionNames(shop.easy).sort());
  });
});

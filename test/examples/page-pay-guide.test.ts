import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Alipay } from '@till/alipay';
import { encodeText } from '@till/alipay/charset';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { billUrl, billUrlV3, downloadBill } from '../../examples/page-pay-guide/bill.ts';
import { openAlipay } from '../../examples/page-pay-guide/client.ts';
import { closeTrade, closeTradeV3 } from '../../examples/page-pay-guide/close.ts';
import { readDepositBack } from '../../examples/page-pay-guide/deposit-back.ts';
import { receiveNotification, type Shop } from '../../examples/page-pay-guide/notification.ts';
import { payOnPage } from '../../examples/page-pay-guide/pay.ts';
import { payOnPageWithOptions } from '../../examples/page-pay-guide/pay-with-options.ts';
import { queryTrade, queryTradeV3 } from '../../examples/page-pay-guide/query.ts';
import { refundTrade, refundTradeV3 } from '../../examples/page-pay-guide/refund.ts';
import { isRefunded, isRefundedV3 } from '../../examples/page-pay-guide/refund-query.ts';
import { receiveReturn } from '../../examples/page-pay-guide/return.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { NotifyReceiver } from '../fixtures/notify-receiver.ts';
import { readForm, submitForm } from '../fixtures/payment-form.ts';
import {
  APP_ID,
  KEYS,
  openGateway,
  signAsAlipay,
  signedForm,
  stringToSign,
  understandSigned,
} from './signed-gateway.ts';
import { openV3Gateway } from './signed-v3-gateway.ts';

const root = new URL('../../', import.meta.url);
const folder = new URL('examples/page-pay-guide/', root);

describe('the guide', () => {
  test.each(['page-pay.md', 'page-pay.zh-CN.md'])('%s shows every example as it is', async (name) => {
    const guide = await readFile(new URL(`docs/guides/${name}`, root), 'utf8');
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
    const missing: string[] = [];
    for (const file of files) {
      const source = await readFile(new URL(file, folder), 'utf8');
      if (!guide.includes(`\`\`\`ts\n${source}\`\`\``)) missing.push(file);
    }
    expect(missing).toEqual([]);
    expect(guide.match(/```ts\n/g)).toHaveLength(files.length);
  });
});

describe('with the sandbox', () => {
  let sandbox: Sandbox;
  let receiver: NotifyReceiver;
  let alipay: Alipay;
  let sellerId: string;

  beforeAll(async () => {
    sandbox = await createSandbox();
    receiver = await NotifyReceiver.listen();
    const app = await sandbox.registerApp();
    sellerId = app.seller_id;
    alipay = openAlipay({
      ALIPAY_APP_ID: app.app_id,
      ALIPAY_PRIVATE_KEY: app.app_private_key,
      ALIPAY_PUBLIC_KEY: app.alipay_public_key,
      ALIPAY_GATEWAY: sandbox.gatewayUrl,
    });
  });
  afterAll(async () => {
    await receiver?.[Symbol.asyncDispose]();
    await sandbox?.close();
  });

  const order = (outTradeNo: string) => ({
    outTradeNo,
    subject: '龙井茶',
    totalAmount: '88.88',
    expiresAt: sandbox.clock.now() + 15 * 60_000,
  });
  const urls = () => ({ notifyUrl: receiver.url, returnUrl: 'http://127.0.0.1:9/return?shop=a' });

  /** The buyer opens the cashier; answers its url. */
  async function openCashier(form: string): Promise<string> {
    const cashier = await submitForm(readForm(form));
    await fetch(cashier);
    return cashier;
  }

  /** The buyer opens the cashier and pays; answers the notification and where the browser is sent. */
  async function pay(outTradeNo: string, form = payOnPage(alipay, order(outTradeNo), urls()), buyerId?: string) {
    const cashier = await openCashier(form);
    const [trade] = sandbox.trades({ out_trade_no: outTradeNo });
    await sandbox.pay(trade?.trade_no ?? '', buyerId === undefined ? {} : { buyer_id: buyerId });
    const isOurs = (body: string) => new URLSearchParams(body).get('out_trade_no') === outTradeNo;
    const body = await vi.waitUntil(() => receiver.bodies.find(isOurs), { timeout: 10_000 });
    const status = await (await fetch(cashier.replace(/(\?.*)?$/, '/status'))).json();
    return { rawBody: Buffer.from(body, 'latin1'), returned: (status as { continue_url: string }).continue_url };
  }

  /** A shop that knows one order, and what it was told. */
  function shopOf(outTradeNo: string, about: Partial<Shop> = {}) {
    const paid: string[] = [];
    const shop: Shop = {
      sellerId,
      amountOf: async (asked) => (asked === outTradeNo ? '88.88' : undefined),
      markPaid: async (no) => void paid.push(no),
      ...about,
    };
    return { shop, paid };
  }

  test('a buyer pays, the shop hears of it, and the browser comes back', async () => {
    const { rawBody, returned } = await pay('G1');
    const { shop, paid } = shopOf('G1');
    expect(await receiveNotification(alipay, rawBody, shop)).toBe('success');
    expect(paid).toEqual(['G1']);
    expect(await receiveReturn(alipay, returned)).toEqual({ outTradeNo: 'G1', isPaid: true });
    expect(await queryTrade(alipay, 'G1')).toMatchObject({ trade_status: 'TRADE_SUCCESS', total_amount: '88.88' });
  });

  test('a notification is answered failure, and changes nothing, unless all of it is right', async () => {
    const { rawBody } = await pay('G2');
    const wrong: Partial<Shop>[] = [
      { amountOf: async () => '88.89' },
      { amountOf: async () => undefined },
      { sellerId: '2088000000000000' },
    ];
    for (const about of wrong) {
      const { shop, paid } = shopOf('G2', about);
      expect(await receiveNotification(alipay, rawBody, shop)).toBe('failure');
      expect(paid).toEqual([]);
    }
    const { shop, paid } = shopOf('G2');
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const forged = Buffer.from(rawBody.toString('latin1').replace('88.88', '00.01'), 'latin1');
    expect(await receiveNotification(alipay, forged, shop)).toBe('failure');
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
    expect(paid).toEqual([]);
    const broken = { ...shop, markPaid: () => Promise.reject(new Error('the disk is full')) };
    await expect(receiveNotification(alipay, rawBody, broken)).rejects.toThrow('the disk is full');
  });

  test('the cashier takes a payment with all optional parameters', async () => {
    // Only a buyer with Huabei can pay by instalments.
    await pay('G3', payOnPageWithOptions(alipay, order('G3'), urls()), '2088002100000033');
    expect(await queryTrade(alipay, 'G3')).toMatchObject({ trade_status: 'TRADE_SUCCESS' });
  });

  test('a refund moves money once, and the refund query tells of it', async () => {
    await pay('G4');
    const refund = { outTradeNo: 'G4', outRequestNo: 'R1', amount: '19.50' };
    expect(await isRefunded(alipay, 'G4', 'R1')).toBe(false);
    expect(await refundTrade(alipay, refund)).toBe('refunded');
    expect(await refundTrade(alipay, refund)).toBe('unknown');
    expect(await isRefunded(alipay, 'G4', 'R1')).toBe(true);
    expect(await refundTrade(alipay, { ...refund, outRequestNo: 'R2', amount: '88.88' })).toBe('not refunded');
    sandbox.setFaults({ seed: 1, gateway: [{ method: 'alipay.trade.refund', p: 1, kind: 'unknown_error_after' }] });
    expect(await refundTrade(alipay, { ...refund, outRequestNo: 'R3', amount: '1.00' })).toBe('unknown');
    sandbox.setFaults({});
    expect(await isRefunded(alipay, 'G4', 'R3')).toBe(true);
  });

  test('a trade nobody has paid is closed, one that does not exist is gone, a paid one is too late', async () => {
    await openCashier(payOnPage(alipay, order('G5'), urls()));
    expect(await closeTrade(alipay, 'G5')).toBe('closed');
    expect(await closeTrade(alipay, 'never opened')).toBe('gone');
    await pay('G6');
    expect(await closeTrade(alipay, 'G6')).toBe('too late');
  });

  test('a client with the wrong keys is refused at once, and one with another app’s key at the first call', async () => {
    expect(() => openAlipay({})).toThrow('appId');
    const stranger = openAlipay({
      ALIPAY_APP_ID: alipay.appId,
      ALIPAY_PRIVATE_KEY: newKeyPair().privateKey,
      ALIPAY_PUBLIC_KEY: newKeyPair().publicKey,
    });
    const { rawBody } = await pay('G7');
    const { shop, paid } = shopOf('G7');
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(await receiveNotification(stranger, rawBody, shop)).toBe('failure');
    warned.mockRestore();
    expect(paid).toEqual([]);
  });
});

describe('a page payment with options', () => {
  test('says all that Alipay’s own example says', () => {
    const alipay = new Alipay(KEYS);
    const order = { outTradeNo: '20150320010101001', subject: 'Iphone6 16G', totalAmount: '88.88' };
    const expiresAt = Date.UTC(2016, 11, 31, 2, 5, 1);
    const urls = { notifyUrl: 'https://shop.example/notify', returnUrl: 'https://shop.example/done' };
    const form = readForm(payOnPageWithOptions(alipay, { ...order, expiresAt }, urls));
    const { bizContent, params } = understandSigned(form.fields);
    expect(params).toEqual({ notify_url: urls.notifyUrl, return_url: urls.returnUrl });
    expect(bizContent).toEqual({
      out_trade_no: '20150320010101001',
      product_code: 'FAST_INSTANT_TRADE_PAY',
      subject: 'Iphone6 16G',
      total_amount: '88.88',
      time_expire: '2016-12-31 10:05:01',
      qr_pay_mode: '1',
      qrcode_width: 100,
      integration_type: 'PCWEB',
      request_from_url: 'https://',
      store_id: 'NJ_001',
      merchant_order_no: '20161008001',
      business_params: '{"mc_create_trade_ip":"127.0.0.1"}',
      promo_params: '{"storeIdType":"1"}',
      sub_merchant: { merchant_id: '2088000603999128', merchant_type: 'alipay' },
      extend_params: {
        hb_fq_num: '3',
        hb_fq_seller_percent: '100',
        sys_service_provider_id: '2088511833207846',
        industry_reflux_info: '{"scene_code":"metro_tradeorder","channel":"xxxx","scene_data":{"asset_name":"ALIPAY"}}',
        specified_seller_name: '西湖跨境小铺',
        royalty_freeze: 'true',
        card_type: 'S0JP0000',
      },
      ext_user_info: {
        cert_no: '362334768769238881',
        min_age: '18',
        mobile: '16587658765',
        fix_buyer: 'F',
        identity_hash: '27bfcd1dee4f22c8fe8a2374af9b660419d1361b1c207e9b41a754a113f38fcc',
        cert_type: 'IDENTITY_CARD',
        name: '李明',
        need_check_info: 'F',
      },
      invoice_info: {
        details: '[{"code":"100294400","name":"服饰","num":"2","sumPrice":"200.00","taxRate":"6%"}]',
        key_info: { is_support_invoice: 'true', tax_num: '1464888883494', invoice_merchant_name: 'ABC|003' },
      },
      goods_detail: [
        {
          quantity: 1,
          price: '2000',
          goods_category: '34543238',
          categories_tree: '124868003|126232002|126252004',
          goods_id: 'apple-01',
          show_url: 'http://www.alipay.com/xxx.jpg',
          alipay_goods_id: '20010001',
          goods_name: 'ipad',
        },
      ],
    });
  });
});

const ROYALTY_REFUND = {
  out_trade_no: 'G1',
  out_request_no: 'HZ01RF001',
  refund_amount: '200.12',
  refund_reason: '正常退款',
  query_options: ['refund_detail_item_list'],
  refund_royalty_parameters: [expect.objectContaining({ trans_in: '2088101126708402', amount: '0.1' })],
  refund_goods_detail: [expect.objectContaining({ goods_id: 'apple-01', refund_amount: '19.50' })],
};
const REFUND = { outTradeNo: 'G1', outRequestNo: 'HZ01RF001', amount: '200.12' };

describe('over the gateway protocol', () => {
  test('a refund with royalty and goods says so, and one whose answer says N is not yet known', async () => {
    await using gateway = await openGateway({
      'alipay.trade.refund': { code: '10000', msg: 'Success', fund_change: 'N' },
      'alipay.data.dataservice.bill.downloadurl.query': { code: '10000', bill_download_url: 'http://bill.test/a.zip' },
    });
    const alipay = new Alipay({ ...KEYS, gateway: gateway.url });
    expect(await refundTrade(alipay, REFUND)).toBe('unknown');
    expect(gateway.asked.at(-1)?.bizContent).toEqual(ROYALTY_REFUND);
    await queryTrade(alipay, 'G1');
    expect(gateway.asked.at(-1)?.bizContent).toEqual({ out_trade_no: 'G1', query_options: ['trade_settle_info'] });
    expect(await billUrl(alipay, '2016-04-05')).toBe('http://bill.test/a.zip');
    expect(gateway.asked.at(-1)?.bizContent).toEqual({ bill_type: 'trade', bill_date: '2016-04-05' });
    expect(await closeTrade(alipay, 'G1')).toBe('closed');
    expect(gateway.asked.at(-1)?.bizContent).toEqual({ out_trade_no: 'G1', operator_id: 'YX01' });
  });
});

describe('over the REST protocol', () => {
  test('the same steps ask the same', async () => {
    await using gateway = await openV3Gateway({
      'POST /v3/alipay/trade/query': { trade_status: 'TRADE_SUCCESS' },
      'POST /v3/alipay/trade/refund': { fund_change: 'Y', refund_fee: '200.12' },
      'POST /v3/alipay/trade/fastpay/refund/query': { refund_status: 'REFUND_SUCCESS' },
      'POST /v3/alipay/trade/close': { out_trade_no: 'G1' },
      'GET /v3/alipay/data/dataservice/bill/downloadurl/query': { bill_download_url: 'http://bill.test/b.zip' },
    });
    const alipay = new Alipay({ ...KEYS, gateway: gateway.url });
    expect(await queryTradeV3(alipay, 'G1', '2088101117952222')).toEqual({ trade_status: 'TRADE_SUCCESS' });
    expect(await refundTradeV3(alipay, REFUND)).toMatchObject({ fund_change: 'Y' });
    expect(await isRefundedV3(alipay, 'G1', 'HZ01RF001')).toBe(true);
    expect(await closeTradeV3(alipay, 'G1')).toEqual({ out_trade_no: 'G1' });
    expect(await billUrlV3(alipay, '2016-04-05', '2088123412341234')).toBe('http://bill.test/b.zip');
    expect(gateway.asked).toEqual([
      {
        operation: 'POST /v3/alipay/trade/query',
        fields: { out_trade_no: 'G1', query_options: ['trade_settle_info'], org_pid: '2088101117952222' },
      },
      { operation: 'POST /v3/alipay/trade/refund', fields: ROYALTY_REFUND },
      {
        operation: 'POST /v3/alipay/trade/fastpay/refund/query',
        fields: { out_trade_no: 'G1', out_request_no: 'HZ01RF001', query_options: ['refund_detail_item_list'] },
      },
      { operation: 'POST /v3/alipay/trade/close', fields: { out_trade_no: 'G1', operator_id: 'YX01' } },
      {
        operation:
          'GET /v3/alipay/data/dataservice/bill/downloadurl/query?bill_type=trade&bill_date=2016-04-05&smid=2088123412341234',
        fields: undefined,
      },
    ]);
  });
});

test('a bill is stored as it comes, and one that is gone is told', async () => {
  const server = createServer((request, response) =>
    request.url === '/bill.zip' ? response.end('PK bill') : response.writeHead(404).end(),
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const path = await mkdtemp(join(tmpdir(), 'bill-'));
  try {
    await downloadBill(`http://127.0.0.1:${port}/bill.zip`, join(path, 'bill.zip'));
    expect(await readFile(join(path, 'bill.zip'), 'utf8')).toBe('PK bill');
    const gone = downloadBill(`http://127.0.0.1:${port}/gone.zip`, join(path, 'gone.zip'));
    await expect(gone).rejects.toThrow('HTTP status 404');
    expect(await readdir(path)).toEqual(['bill.zip']);
  } finally {
    server.close();
    await rm(path, { recursive: true });
  }
});

describe('a deposit-back message', () => {
  const alipay = new Alipay(KEYS);
  const content = {
    trade_no: '2014112611001004680073956707',
    out_trade_no: '20150320010101001',
    out_request_no: 'HZ01RF001',
    dback_status: 'S',
    dback_amount: '1.01',
    bank_ack_time: '2020-06-02 14:03:48',
    est_bank_receipt_time: '2020-06-02 14:03:48',
  };
  const message = (more: Record<string, string> = {}) => ({
    charset: 'GBK',
    biz_content: JSON.stringify(content),
    msg_method: 'alipay.trade.refund.depositback.completed',
    utc_timestamp: '1516797622752',
    version: '1.1',
    notify_id: 'd275fec564e62af6bedbcee73f3f05fi5x',
    app_id: APP_ID,
    ...more,
  });

  test('in GBK is read', () => {
    expect(readDepositBack(alipay, Buffer.from(signedForm(message())))).toEqual({
      tradeNo: '2014112611001004680073956707',
      outRequestNo: 'HZ01RF001',
      amount: '1.01',
      status: 'arrived',
    });
  });

  test('with Chinese in GBK, of a bank that refused, is read', () => {
    const fields = message({ biz_content: JSON.stringify({ ...content, dback_status: 'F', memo: '退回余额' }) });
    const sign = signAsAlipay(encodeText(stringToSign(fields), 'gbk'));
    const pairs = Object.entries({ ...fields, sign_type: 'RSA2', sign });
    const body = pairs.map(([name, value]) => `${name}=${percentGbk(value)}`).join('&');
    expect(readDepositBack(alipay, Buffer.from(body))).toMatchObject({ status: 'failed' });
  });

  test('that is altered, or about something else, is not taken for one', () => {
    const altered = signedForm(message()).replace('1.01', '9.01');
    expect(() => readDepositBack(alipay, Buffer.from(altered))).toThrow(
      expect.objectContaining({ reason: 'signature' }),
    );
    const other = signedForm(message({ msg_method: 'alipay.fund.trans.order.changed' }));
    expect(readDepositBack(alipay, Buffer.from(other))).toBeUndefined();
  });
});

function percentGbk(text: string): string {
  return [...encodeText(text, 'gbk')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

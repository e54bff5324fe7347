import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { Alipay, signContent } from '@till/alipay';
import { AlipaySdk } from 'alipay-sdk';
import type { Contest } from './measure.ts';

const APP_ID = '2021000000000001';

/** What the SDK does for every payment, as shares of the RSA operation that it cannot do without. */
export function sdkContests(): Contest[] {
  const app: KeyPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const alipay: KeyPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = {
    appId: APP_ID,
    privateKey: app.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
    alipayPublicKey: alipay.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
  const ours = new Alipay(keys);
  const official = new AlipaySdk(keys);
  return [formContest(app, ours, official), notificationContest(alipay, ours, official)];
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function formContest(app: KeyPair, ours: Alipay, official: AlipaySdk): Contest {
  const order = {
    out_trade_no: '20260301120000000001',
    total_amount: '88.88',
    subject: '龙井茶 Longjing tea 250 g',
    product_code: 'FAST_INSTANT_TRADE_PAY',
  };
  const urls = { notifyUrl: 'https://shop.example/alipay/notify', returnUrl: 'https://shop.example/orders/1' };
  const content = Buffer.from(signContent({ biz_content: JSON.stringify(order), ...urls }));
  return {
    suite: 'sdk',
    limit: { name: 'bare RSA-2048 signing', run: () => void sign('RSA-SHA256', content, app.privateKey) },
    contenders: [
      { name: 'page-pay form, @till/alipay', run: () => void ours.pageForm('alipay.trade.page.pay', order, urls) },
      {
        name: 'page-pay form, alipay-sdk',
        run: () => void official.pageExecute('alipay.trade.page.pay', 'POST', { bizContent: order, ...urls }),
      },
    ],
  };
}

function notificationContest(alipay: KeyPair, ours: Alipay, official: AlipaySdk): Contest {
  const content = Buffer.from(signContent(NOTIFICATION));
  const signature = sign('RSA-SHA256', content, alipay.privateKey);
  const body = new URLSearchParams({
    ...NOTIFICATION,
    sign: signature.toString('base64'),
    sign_type: 'RSA2',
  }).toString();
  return {
    suite: 'sdk',
    limit: {
      name: 'bare RSA-2048 verifying',
      run: () => mustBe(verify('RSA-SHA256', content, alipay.publicKey, signature)),
    },
    contenders: [
      { name: 'notification, @till/alipay', run: () => void ours.verifyNotification(body) },
      {
        name: 'notification, alipay-sdk',
        run: () => mustBe(official.checkNotifySignV2(Object.fromEntries(new URLSearchParams(body)))),
      },
    ],
  };
}

function mustBe(valid: boolean): void {
  if (!valid) throw new Error('The benchmark verified a signature that it made itself, and failed.');
}

/** A payment's notification as Alipay sends it: the same parameters, of the same lengths. */
const NOTIFICATION: Readonly<Record<string, string>> = {
  gmt_create: '2026-03-01 11:59:00',
  charset: 'UTF-8',
  seller_email: 'shop@example.com',
  subject: '龙井茶 Longjing tea 250 g',
  body: 'Two tins, as a present',
  buyer_id: '2088102175953034',
  invoice_amount: '88.88',
  notify_id: '2026030100222115930000000000000001',
  fund_bill_list: '[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]',
  notify_type: 'trade_status_sync',
  trade_status: 'TRADE_SUCCESS',
  receipt_amount: '88.88',
  buyer_pay_amount: '88.88',
  app_id: APP_ID,
  seller_id: '2088102175950000',
  gmt_payment: '2026-03-01 11:59:30',
  notify_time: '2026-03-01 11:59:31',
  version: '1.0',
  out_trade_no: '20260301120000000001',
  total_amount: '88.88',
  trade_no: '2026030122001453030500000001',
  auth_app_id: APP_ID,
  buyer_logon_id: '159****5620',
  point_amount: '0.00',
};

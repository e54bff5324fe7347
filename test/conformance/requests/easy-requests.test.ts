import { AlipayFormData } from 'alipay-sdk';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { stopGateways } from '../../../packages/alipay/src/client/gateway.fixture.ts';
import type { EasySdk } from '../../../packages/alipay/src/easy/index.ts';
import { type EasyRow, easyRows } from '../../examples/easy-rows.ts';
import { readForm } from '../../fixtures/payment-form.ts';
import { openRecorder } from './recorder.ts';
import { MODES, SAME, twoClients } from './two-clients.ts';

afterAll(stopGateways);

const URLS = { notify_url: 'https://shop.example/notify?a=1&b=2', return_url: 'https://shop.example/return' };

const trade = { subject: '龙井茶 100% & "糖" <b>+', out_trade_no: 'A-1', total_amount: '88.88' };
const { subject, out_trade_no: no, total_amount: amount } = trade;

/** What only extensions add. */
const extended = (easy: () => EasySdk): EasyRow[] => [
  [
    'payment.common.refund for a merchant, in part',
    () => easy().payment.common.agent('token').optional('out_request_no', 'R1').refund('A-1', '0.01'),
    'alipay.trade.refund',
    { out_trade_no: 'A-1', refund_amount: '0.01', out_request_no: 'R1' },
    { app_auth_token: 'token' },
  ],
  [
    'payment.common.queryRefund for a user',
    () => easy().payment.common.auth('user').queryRefund('A-1', 'R1'),
    'alipay.trade.fastpay.refund.query',
    { out_trade_no: 'A-1', out_request_no: 'R1' },
    { auth_token: 'user' },
  ],
  [
    'payment.faceToFace.pay with a notify url',
    () => easy().payment.faceToFace.asyncNotify(URLS.notify_url).pay(subject, no, amount, '2898'),
    'alipay.trade.pay',
    { ...trade, auth_code: '2898', scene: 'bar_code' },
    { notify_url: URLS.notify_url },
  ],
  [
    'payment.faceToFace.preCreate to a test system',
    () => easy().payment.faceToFace.route('http://test.alipay.net:8080').preCreate(subject, no, amount),
    'alipay.trade.precreate',
    trade,
    { ws_service_url: 'http://test.alipay.net:8080' },
  ],
];

describe.each(MODES)(
  'in %s, for the same call, Easy SDK’s function and the official client send and sign the same:',
  (mode) => {
    let easy: EasySdk;

    test.each([...easyRows(() => easy), ...extended(() => easy)])(
      '%s',
      async (_name, call, method, fields, texts = {}) => {
        const recorder = await openRecorder();
        const clients = twoClients(mode, recorder.origin);
        easy = clients.easy;
        const { mine, theirs } = await recorder.both(call, () =>
          clients.official.exec(method, { ...SAME, ...texts, ...(fields === undefined ? {} : { bizContent: fields }) }),
        );
        expect(mine.parameters.sign).toMatch(/=$/);
        expect(mine.parameters).toEqual(theirs.parameters);
      },
    );

    test('an upload, whose file is not signed', async () => {
      const recorder = await openRecorder();
      const clients = twoClients(mode, recorder.origin);
      const form = new AlipayFormData();
      for (const [name, value] of Object.entries({ ...SAME, image_type: 'jpg', image_name: '门头' })) {
        form.addField(name, value);
      }
      form.addFile('image_content', 'front.jpg', Buffer.from('picture'));
      const { mine, theirs } = await recorder.both(
        () => clients.easy.base.image.upload('门头', Buffer.from('picture')),
        () => clients.official.exec('alipay.offline.material.image.upload', {}, { formData: form }),
      );
      expect(mine.parameters.sign).toMatch(/=$/);
      expect(mine.parameters).toEqual(theirs.parameters);
    });
  },
);

describe.each(MODES)('in %s, for the same page or order string, both say and sign the same:', (mode) => {
  const { easy, official } = twoClients(mode);
  const method = 'alipay.trade.page.pay';
  const fields = { ...trade, product_code: 'FAST_INSTANT_TRADE_PAY' };

  /** The official client names itself in pages; here both do. */
  const named = (theirs: Record<string, string>) => ({ alipay_sdk: theirs.alipay_sdk ?? '' });

  test('a form', () => {
    const theirs = readForm(official.pageExecute(method, 'POST', { ...SAME, ...URLS, bizContent: fields }));
    const all = { ...theirs.fields, ...Object.fromEntries(new URL(theirs.action).searchParams) };
    const ours = readForm(easy.util.generic.pageExecute(method, { ...URLS, ...named(all) }, fields).body);
    expect(ours.fields).toEqual(all);
  });

  test('a url', () => {
    const certify = 'alipay.user.certify.open.certify';
    const ours = new URL(easy.member.identification.certify('c1').body).searchParams;
    const theirs = new URLSearchParams(official.sdkExecute(certify, { ...SAME, bizContent: { certify_id: 'c1' } }));
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  });

  test('an order string, whatever the subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (anySubject) => {
        const ours = new URLSearchParams(easy.payment.app.pay(anySubject, no, amount).body);
        const bizContent = { subject: anySubject, out_trade_no: no, total_amount: amount };
        const theirs = new URLSearchParams(official.sdkExecute('alipay.trade.app.pay', { ...SAME, bizContent }));
        expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
      }),
      { numRuns: 30 },
    );
  });
});

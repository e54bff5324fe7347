import { verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../charset/index.ts';
import { APP_ID, alipay, alipaySign, app, client } from '../client/client.fixture.ts';
import { AlipayNotificationError } from '../errors/index.ts';
import { signContent } from '../signing/index.ts';
import { byteFields, parseFormBytes } from './form-bytes.ts';

const PAID: Record<string, string> = {
  gmt_create: '2026-03-01 11:59:00',
  charset: 'UTF-8',
  subject: 'Longjing tea',
  buyer_id: '2088102175953034',
  notify_id: '2026030100222115930000000000000001',
  fund_bill_list: '[{"amount":"0.01","fundChannel":"ALIPAYACCOUNT"}]',
  notify_type: 'trade_status_sync',
  trade_status: 'TRADE_SUCCESS',
  app_id: APP_ID,
  version: '1.0',
  out_trade_no: 'A1',
  total_amount: '0.01',
  trade_no: '2026030122001400000000000001',
};

/** As Alipay sends it: signed without `sign_type` unless told otherwise, form-encoded. */
function notification(fields: Record<string, string>, signed: Record<string, string> = fields): string {
  return new URLSearchParams({ ...fields, sign: alipaySign(signContent(signed)), sign_type: 'RSA2' }).toString();
}

function reasonOf(run: () => unknown): { reason: string; message: string } {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(AlipayNotificationError);
    return error as AlipayNotificationError;
  }
  throw new Error('The notification was accepted.');
}

describe('a notification', () => {
  test('is verified from its raw body, text or bytes', () => {
    const body = notification(PAID);
    expect(client().verifyNotification(body)).toMatchObject(PAID);
    expect(client().verifyNotification(Buffer.from(body))).toMatchObject(PAID);
  });

  test.each([
    ['plus', 'a+b c'],
    ['per cent', '充值 100%'],
    ['per cent before digits', '100%25 off'],
    ['HTML entities', 'Tom &amp; Jerry &copy;'],
    ['line breaks', 'a\nb\r\nc'],
    ['ampersand and equals', 'a=b&c=d'],
    ['trailing spaces', 'tea  '],
    ['emoji', '🍵'],
    ['quotes', `"it's"`],
  ])('with %s in its texts is read exactly', (_what, text) => {
    const fields = { ...PAID, subject: text, passback_params: encodeURIComponent(text), body: text };
    expect(client().verifyNotification(notification(fields))).toMatchObject(fields);
  });

  test('with any texts in any parameters, known or not, is read exactly', () => {
    const extra = fc.dictionary(fc.stringMatching(/^x_[a-z_]{1,10}$/), fc.string({ unit: 'grapheme', minLength: 1 }));
    fc.assert(
      fc.property(extra, (fields) => {
        expect(client().verifyNotification(notification({ ...PAID, ...fields }))).toMatchObject({ ...PAID, ...fields });
      }),
      { numRuns: 60 },
    );
  });

  test('with empty parameters is accepted whether Alipay signed them or left them out', () => {
    const fields = { ...PAID, passback_params: '' };
    const kept = Object.entries(fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const withEmpty = new URLSearchParams({ ...fields, sign: alipaySign(kept), sign_type: 'RSA2' }).toString();
    expect(client().verifyNotification(withEmpty).passback_params).toBe('');
    expect(client().verifyNotification(notification(fields)).passback_params).toBe('');
  });

  test('with sign_type in the signed string, as the message service has it, is accepted', () => {
    expect(client().verifyNotification(notification(PAID, { ...PAID, sign_type: 'RSA2' }))).toMatchObject(PAID);
  });

  test('in GBK is verified over its bytes and decoded after', () => {
    const fields = { ...PAID, charset: 'GBK', subject: '充值 100%' };
    const signature = alipaySign(encodeText(signContent(fields), 'gbk'));
    const percent = (text: string) => encodeText(text, 'gbk').toString('hex').replace(/../g, '%$&');
    const body = Object.entries({ ...fields, sign: signature, sign_type: 'RSA2' }).map(
      ([name, value]) => `${name}=${percent(value)}`,
    );
    expect(client().verifyNotification(body.join('&'))).toMatchObject(fields);
  });

  test.each<[string, string, string, RegExp]>([
    ['nothing', '', 'missing_sign', /no "sign"/],
    ['no signature', new URLSearchParams(PAID).toString(), 'missing_sign', /no "sign"/],
    ['JSON', JSON.stringify(PAID), 'missing_sign', /no "sign"/],
    [
      'an altered amount',
      notification({ ...PAID, total_amount: '0.02' }, PAID),
      'signature',
      /altered after Alipay signed it/,
    ],
    ['a parameter more', `${notification(PAID)}&refund_fee=0.01`, 'signature', /altered after Alipay signed it/],
    ['a parameter twice', `${notification(PAID)}&total_amount=0.01`, 'malformed', /a parameter twice/],
    [
      'escaped quotes',
      notification({ ...PAID, fund_bill_list: '[{&quot;amount&quot;:1}]' }, PAID),
      'signature',
      /HTML entities/,
    ],
    [
      "another app's",
      notification({ ...PAID, app_id: '2021000000000002' }),
      'app_id',
      /"2021000000000002", not for 2021000000000001/,
    ],
    ["no app's", notification({ trade_no: '1' }), 'app_id', /not for 2021000000000001/],
    ['an unknown charset', notification({ ...PAID, charset: 'big5' }), 'malformed', /unknown charset, "big5"/],
    [
      'three hundred parameters',
      'sign=x&'.concat(Array.from({ length: 300 }, (_, i) => `p${i}=1`).join('&')),
      'malformed',
      /more than 200/,
    ],
    ['a quarter of a million bytes', `sign=${'a'.repeat(262_144)}`, 'malformed', /more than 262144/],
  ])('with %s is refused', (_what, body, reason, message) => {
    const error = reasonOf(() => client().verifyNotification(body));
    expect(error.reason).toBe(reason);
    expect(error.message).toMatch(message);
  });

  test('never chooses a weaker algorithm than the app is configured for', () => {
    const sha1 = alipaySign(signContent(PAID), 'RSA-SHA1');
    const downgraded = new URLSearchParams({ ...PAID, sign: sha1, sign_type: 'RSA' }).toString();
    expect(reasonOf(() => client().verifyNotification(downgraded)).reason).toBe('sign_type');
    const silent = new URLSearchParams({ ...PAID, sign: sha1 }).toString();
    expect(reasonOf(() => client().verifyNotification(silent)).reason).toBe('signature');
    expect(client({ signType: 'RSA' }).verifyNotification(downgraded)).toMatchObject(PAID);
  });

  test("signed with the app's own key is told apart from a wrong key", async () => {
    const { sign } = await import('node:crypto');
    const own = sign('RSA-SHA256', Buffer.from(signContent(PAID)), app.privateKey).toString('base64');
    const body = new URLSearchParams({ ...PAID, sign: own, sign_type: 'RSA2' }).toString();
    expect(reasonOf(() => client().verifyNotification(body)).message).toContain("the app's own private key");
  });

  test('that a framework has parsed already is not taken', () => {
    expect(reasonOf(() => client().verifyNotification(PAID as never)).message).toContain('raw body as received');
  });

  test('is accepted only if the bare primitive accepts one of the documented readings of it', () => {
    const genuine = notification(PAID);
    const mutation = fc.tuple(
      fc.nat(genuine.length - 1),
      fc.constantFrom('', '&', '=', '%', '+', 'a', '0', '%00', '&x=1', '&sign_type=RSA2'),
    );
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let body = genuine;
        for (const [at, text] of mutations) body = body.slice(0, at) + text + body.slice(at + 1);
        let accepted = true;
        try {
          client().verifyNotification(body);
        } catch {
          accepted = false;
        }
        if (accepted) expect(isGenuine(body)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** The check by the bare primitive: some reading of the decoded parameters carries Alipay's signature. */
function isGenuine(body: string): boolean {
  const fields = [...new URLSearchParams(body)]
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const signature = Buffer.from(new URLSearchParams(body).get('sign') ?? '', 'base64');
  const readings = [fields, fields.filter(([name]) => name !== 'sign_type')];
  return [...readings, ...readings.map((reading) => reading.filter(([, value]) => value !== ''))].some((reading) =>
    verify('RSA-SHA256', Buffer.from(reading.map((pair) => pair.join('=')).join('&')), alipay.publicKey, signature),
  );
}

describe('form bytes', () => {
  test('are split and decoded as the URL standard does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }))),
        (pairs) => {
          const fields = byteFields(parseFormBytes(Buffer.from(new URLSearchParams(pairs).toString())));
          const text = (bytes: string) => Buffer.from(bytes, 'latin1').toString('utf8');
          expect(fields.map(({ name, value }) => [text(name), text(value)])).toEqual(
            pairs.map(([a, b]) => [a.toWellFormed(), b.toWellFormed()]),
          );
        },
      ),
    );
  });

  test('read the same when their names are known from before, whatever the body', () => {
    const piece = fc.oneof(
      fc.constantFrom('a', 'sign', '=', '&', '+', '%', '%41', '%C3%9F', '%zz', 'ß', '%3D', '%26'),
      fc.string(),
    );
    const bodies = fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join('')));
    fc.assert(
      fc.property(bodies, (body) => {
        // Another form in between, so that the names have to be read anew.
        parseFormBytes(Buffer.from('another=1'));
        const anew = parseFormBytes(body);
        expect(parseFormBytes(body)).toEqual(anew);
        const fields = byteFields(anew);
        if (new Set(fields.map(({ name }) => name)).size < fields.length) return;
        const signed = fields.filter(({ name }) => name !== 'sign' && name !== 'sign_type');
        const sorted = signed.toSorted((a, b) => (a.name < b.name ? -1 : 1));
        const content = sorted.map(({ name, value }) => `${name}=${value}`).join('&');
        expect(Buffer.from(anew.content).toString('latin1')).toBe(content);
      }),
      { numRuns: 500 },
    );
  });

  test('with a percent sign that encodes nothing are ASCII all the same', () => {
    const read = (body: string) => parseFormBytes(Buffer.from(body)).notAscii;
    expect([read('a=% &b=1'), read('a=%zz&b=%C3'), read('a=%'), read('a=%4')]).toEqual([[], [1], [], []]);
  });

  test('of any size are read', () => {
    const pairs = Array.from({ length: 1000 }, (_, index) => [`name_${index}`, `${'ß+'.repeat(20)}${index}`]);
    const body = Buffer.from(new URLSearchParams(pairs as [string, string][]).toString());
    for (const _ of ['anew', 'known']) {
      const fields = byteFields(parseFormBytes(body));
      expect(fields).toHaveLength(1000);
      expect(Buffer.from(fields[999]?.value ?? '', 'latin1').toString()).toBe(pairs[999]?.[1]);
    }
  });

  test('keep what is not a percent-encoding', () => {
    expect(
      byteFields(parseFormBytes(Buffer.from('a=100%&b=%zz&c=%4&d&=e&&f=%41'))).map(({ name, value }) => [name, value]),
    ).toEqual([
      ['a', '100%'],
      ['b', '%zz'],
      ['c', '%4'],
      ['d', ''],
      ['', 'e'],
      ['f', 'A'],
    ]);
  });
});

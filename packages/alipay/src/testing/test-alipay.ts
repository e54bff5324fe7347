import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Charset, encodeText } from '../charset/index.ts';
import { formEncode } from '../gateway/index.ts';
import type { NotificationKind } from '../notification/index.ts';
import { type SignType, signContent } from '../signing/index.ts';
import { type Clock, formatBeijing, systemClock } from '../time/index.ts';
import { SAMPLES, type TestFields } from './sample-messages.ts';

/** A message as Alipay would post it. */
export interface TestNotification {
  /** The request's body: form-encoded, ASCII. */
  readonly body: string;
  readonly contentType: string;
  /** What the body says, `sign` included. */
  readonly fields: Readonly<Record<string, string>>;
  /** The request that Alipay would make. */
  request(notifyUrl: string): Request;
}

/** How the test's Alipay is set up. */
export interface TestAlipayOptions {
  /** The app whose messages it makes. */
  readonly appId: string;
  /** The seller of its trades. Default `2088102175950000`. */
  readonly sellerId?: string;
  /** The key it signs with, as PEM or `KeyObject`. Default: a new one. */
  readonly privateKey?: string | KeyObject;
  readonly signType?: SignType;
  /** In which its messages are written. Default `utf-8`. */
  readonly charset?: Charset;
  readonly clock?: Clock;
}

/** An Alipay for tests: it makes messages that the client whose `alipayPublicKey` it is accepts as genuine. */
export interface TestAlipay {
  /** PEM. Give it to the client under test as `alipayPublicKey`. */
  readonly publicKey: string;
  /**
   * A message of the kind, complete and correctly signed, with made-up fields. `fields` replaces or adds some, by wire
   * names; undefined takes one out. For kinds of the message service these are the fields of `biz_content`.
   */
  notification(kind: NotificationKind, fields?: TestFields, options?: { charset?: Charset }): TestNotification;
  /** Signs a message of the test's own making. */
  signed(fields: Readonly<Record<string, string>>, options?: { charset?: Charset }): TestNotification;
}

/**
 * Makes an Alipay for tests.
 *
 * @example
 * const testAlipay = createTestAlipay({ appId });
 * const alipay = new Alipay({ appId, privateKey, alipayPublicKey: testAlipay.publicKey });
 * const paid = testAlipay.notification('trade.paid', { out_trade_no: 'A1', total_amount: '88.88' });
 * const response = await yourNotifyRoute(paid.request('https://shop.example/alipay/notify'));
 */
export function createTestAlipay(options: TestAlipayOptions): TestAlipay {
  const key = options.privateKey ?? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const signType = options.signType ?? 'RSA2';
  const clock = options.clock ?? systemClock;
  let count = 0;

  const signed: TestAlipay['signed'] = (fields, { charset = options.charset ?? 'utf-8' } = {}) => {
    const bytes = encodeText(signContent(fields), charset);
    const algorithm = signType === 'RSA2' ? 'RSA-SHA256' : 'RSA-SHA1';
    return messageOf({ ...fields, sign: sign(algorithm, bytes, key).toString('base64'), sign_type: signType }, charset);
  };

  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string,
    signed,
    notification(kind, given = {}, { charset = options.charset ?? 'utf-8' } = {}) {
      count++;
      const sample = SAMPLES[kind]({
        appId: options.appId,
        sellerId: options.sellerId ?? '2088102175950000',
        now: formatBeijing(clock.now()),
        nowMs: clock.now(),
        serial: String(count).padStart(4, '0'),
        charset: charset.toUpperCase(),
        given,
      });
      return signed(present(sample), { charset });
    },
  };
}

/** The fields that are not left out. */
function present(fields: TestFields): Record<string, string> {
  const entries = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function messageOf(fields: Readonly<Record<string, string>>, charset: Charset): TestNotification {
  // Alipay writes spaces as plus signs.
  const body = formEncode(fields, charset).replaceAll('%20', '+');
  const contentType = `application/x-www-form-urlencoded; charset=${charset}`;
  return {
    body,
    contentType,
    fields,
    request: (url) => new Request(url, { method: 'POST', headers: { 'content-type': contentType }, body }),
  };
}

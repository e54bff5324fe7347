import { verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALIPAY_KEY,
  alipaySign,
  answeredClient,
  encrypted,
  outcomeOf,
  type Sent,
  type Way,
} from './answering-client.ts';
import { byteTampering, garbledBase64 } from './tampering.ts';

/** v3 knows RSA2 and UTF-8 alone. */
const WAYS = ['in key mode', 'encrypted', 'in certificate mode'] as const;

const PAID = { subject: '充值 {"}\\', trade_status: 'TRADE_SUCCESS', total_amount: '1.00' };
const REFUSED = { code: 'ACQ.TRADE_NOT_EXIST', message: '交易不存在', links: [] };

/** An answer as Alipay's v3 sends it: errors are never encrypted. */
function answer(body: object, status: number, way: Way): Required<Sent> {
  const text = JSON.stringify(body);
  const bytes = Buffer.from(way === 'encrypted' && status === 200 ? encrypted(text) : text);
  const [timestamp, nonce] = ['1769823000000', '8cf9708fc2544b6c9f5c2fa6ba0a5dd4'];
  const content = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), bytes, Buffer.from('\n')]);
  const signature = alipaySign(content, way);
  const headers = { 'alipay-timestamp': timestamp, 'alipay-nonce': nonce, 'alipay-signature': signature };
  return { bytes, status, headers };
}

/** By the bare primitive, over the headers as they arrive: a `Headers` object trims them. */
function isSigned({ bytes, headers }: Required<Sent>): boolean {
  const received = new Headers(headers);
  const prefix = `${received.get('alipay-timestamp')}\n${received.get('alipay-nonce')}\n`;
  const content = Buffer.concat([Buffer.from(prefix), bytes, Buffer.from('\n')]);
  const signature = Buffer.from(received.get('alipay-signature') ?? '', 'base64');
  return verify('RSA-SHA256', content, ALIPAY_KEY, signature);
}

/** A header's value changed; what cannot stand in a header is no forgery but an error of HTTP. */
const headerTampering = fc
  .record({
    name: fc.constantFrom('alipay-timestamp', 'alipay-nonce', 'alipay-signature', 'alipay-sn'),
    change: fc.oneof(
      garbledBase64,
      fc.constantFrom<(text: string) => string>(
        () => 'null',
        (text) => `${text} `,
        (text) => `${text}0`,
        (text) => text.slice(1),
      ),
    ),
  })
  .map(({ name, change }) => (headers: Readonly<Record<string, string>>) => ({
    ...headers,
    [name]: change(headers[name] ?? '').replace(/[\0\r\n]/g, ' '),
  }));

const tampering = fc.record({
  bytes: fc.option(byteTampering(['"', '{', '}', ',', '\\', ':', '\n', ' ', '\\u0022', '0', '[', 'null'])),
  headers: fc.option(headerTampering),
  status: fc.constantFrom(200, 201, 202, 204, 400, 500, undefined),
});

describe.each(WAYS)('a v3 answer %s', (way) => {
  const answered = answeredClient(way);
  const outcome = (sent: Sent) =>
    outcomeOf(() => answered(sent).v3('POST /v3/alipay/trade/query', {}, { encrypt: way === 'encrypted' }));

  test('is believed as Alipay sends it', async () => {
    expect(await outcome(answer(PAID, 200, way))).toEqual({ returned: PAID });
    expect(await outcome(answer(REFUSED, 400, way))).toEqual({ refused: REFUSED });
  });

  // The status is not signed, nor what the body is for: the bytes are.
  test.each([
    ['a success', answer(PAID, 200, way), PAID],
    ['a refusal', answer(REFUSED, 400, way), REFUSED],
  ])('tampered with, %s says what Alipay signed or is not believed', async (_what, genuine, said) => {
    let believed = 0;
    await fc.assert(
      fc.asyncProperty(tampering, async ({ bytes, headers, status = genuine.status }) => {
        const sent = {
          bytes: bytes === null ? genuine.bytes : bytes(genuine.bytes),
          headers: headers === null ? genuine.headers : headers(genuine.headers),
          status,
        };
        // HTTP itself allows no body with this one.
        if (status === 204) sent.bytes = Buffer.alloc(0);
        const outcomeNow = await outcome(sent);
        if (outcomeNow === 'disbelieved') return;
        believed++;
        expect(isSigned(sent)).toBe(true);
        expect(Object.values(outcomeNow)).toEqual([said]);
      }),
      { numRuns: 700 },
    );
    expect(believed).toBeGreaterThan(0);
  });

  test('is not believed without a signature, or cut short anywhere', async () => {
    const genuine = answer(PAID, 200, way);
    const { 'alipay-signature': _, ...unsigned } = genuine.headers;
    expect(await outcome({ ...genuine, headers: unsigned })).toBe('disbelieved');
    for (let length = 0; length < genuine.bytes.length; length++) {
      expect(await outcome({ ...genuine, bytes: genuine.bytes.subarray(0, length) })).toBe('disbelieved');
    }
  });
});

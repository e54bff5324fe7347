import { encodeText } from '@till/alipay/charset';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alipaySign, answeredClient, encrypted, outcomeOf, WAYS, type Way } from './answering-client.ts';
import { byteTampering, garbledBase64, type Tampering } from './tampering.ts';

const METHOD = 'alipay.trade.query';
const NAME = 'alipay_trade_query_response';
const PAID = {
  code: '10000',
  msg: 'Success',
  subject: '充值 {"}\\',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '1.00',
};
const REFUSED = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST', sub_msg: '交易不存在' };

/** An answer as Alipay's gateway writes it: `/` escaped, the signature over the node's very bytes. */
function answer(node: object, way: Way): Buffer {
  const text = JSON.stringify(node).replaceAll('/', '\\/');
  const written = way === 'encrypted' ? `"${encrypted(text)}"` : text;
  const bytes = encodeText(written, way === 'in GBK' ? 'gbk' : 'utf-8');
  const sign = alipaySign(bytes, way);
  return Buffer.concat([Buffer.from(`{"${NAME}":`), bytes, Buffer.from(`,"sign":"${sign}"}`)]);
}

/** Changes of the envelope that a careless reader of JSON might not see. */
const ENVELOPES: readonly ((text: string, forged: string) => string)[] = [
  (text, forged) => text.replace(/^\{/, `{"${NAME}":${forged},`),
  (text, forged) => text.replace(/\}$/, `,"${NAME}":${forged}}`),
  (text, forged) => text.replace(/^\{/, `{"error_response":${forged},`),
  (text, forged) => text.replace(NAME, 'alipay_trade_refund_response').replace(/\}$/, `,"${NAME}":${forged}}`),
  (text, forged) => text.replace(/^\{/, `{"\\u0061${NAME.slice(1)}":${forged},`),
  (text, forged) => `{"outer":${text},"${NAME}":${forged}}`,
  (text, forged) =>
    `{"${NAME}":${forged},"x":${text.replace(/,"sign":"[^"]*"\}$/, '')},${text.slice(text.indexOf('"sign"'))}`,
  (text, forged) => `${text}{"${NAME}":${forged}}`,
  (text) => text.replace(/,"sign":"[^"]*"/, ''),
  (text) => text.replace(/"sign":"/, '"sign":"","sign":"'),
  (text) => text.replace(/"sign":/, '"Sign":'),
  (text) => text.replace('TRADE_SUCCESS', 'TRADE_CLOSED'),
  (text) => text.replace('"trade_status"', '"trade_status":"TRADE_FINISHED","trade_status"'),
  (text) => text.replace('1.00', '\\u0031.00'),
  (text) => text.replace('1.00', '１.00'),
  (text) => text.replace(':', ': '),
  (text) => text.replace('\\/', '/'),
  (text) => `\ufeff${text}`,
  (text) => `[${text}]`,
];

const garbledSignature = garbledBase64.map(
  (garble): Tampering =>
    (bytes) =>
      latin1Changed(bytes, (text) =>
        text.replace(/"sign":"([^"]*)"/, (_, sign: string) => `"sign":${JSON.stringify(garble(sign))}`),
      ),
);

const changedEnvelope = fc
  .tuple(fc.constantFrom(...ENVELOPES), fc.constantFrom(PAID, REFUSED, { ...PAID, total_amount: '9999.00' }, {}, 'x'))
  .map(
    ([change, forged]): Tampering =>
      (bytes) =>
        latin1Changed(bytes, (text) => change(text, Buffer.from(JSON.stringify(forged)).toString('latin1'))),
  );

const tampering = fc.oneof(
  byteTampering(['"', '{', '}', ',', '\\', ':', '"sign":""', '"error_response":{}', ' ', '\\u0022', '0', '[', 'null']),
  fc.tuple(changedEnvelope, byteTampering([' ', '"', '}'])).map(
    ([first, second]): Tampering =>
      (bytes) =>
        second(first(bytes)),
  ),
  changedEnvelope,
  garbledSignature,
);

function latin1Changed(bytes: Buffer, change: (text: string) => string): Buffer {
  return Buffer.from(change(bytes.toString('latin1')), 'latin1');
}

describe.each(WAYS)('a v2 answer %s', (way) => {
  const answered = answeredClient(way);
  const outcome = (bytes: Buffer, status = 200) =>
    outcomeOf(() => answered({ bytes, status }).execute(METHOD, {}, { encrypt: way === 'encrypted' }));

  test('is believed as Alipay sends it', async () => {
    expect(await outcome(answer(PAID, way))).toEqual({ returned: PAID });
    expect(await outcome(answer(REFUSED, way))).toEqual({ refused: REFUSED });
  });

  // No forger can sign: whatever is believed says what Alipay has said, to the letter.
  test.each([
    ['a success', PAID, { returned: PAID }],
    ['a refusal', REFUSED, { refused: REFUSED }],
  ] as const)('tampered with, %s says what Alipay signed or is not believed', async (_what, node, genuine) => {
    const original = answer(node, way);
    let believed = 0;
    await fc.assert(
      fc.asyncProperty(tampering, async (tamper) => {
        const outcomeNow = await outcome(tamper(original));
        if (outcomeNow === 'disbelieved') return;
        believed++;
        expect(outcomeNow).toEqual(genuine);
      }),
      { numRuns: 700 },
    );
    // White space outside of the node changes nothing: some tampering is harmless, and so the test sees both.
    expect(believed).toBeGreaterThan(0);
  });

  test('is not believed with the signature of another, cut short anywhere, or with another status', async () => {
    const [paid, other] = [answer(PAID, way), answer({ ...PAID, total_amount: '2.00' }, way)];
    const signOf = (bytes: Buffer) => /"sign":"([^"]*)"/.exec(bytes.toString('latin1'))?.[1] ?? '';
    const mixed = latin1Changed(paid, (text) => text.replace(signOf(paid), signOf(other)));
    expect(await outcome(mixed)).toBe('disbelieved');
    expect(await outcome(paid, 500)).toBe('disbelieved');
    for (let length = 0; length < paid.length; length += 3) {
      expect(await outcome(paid.subarray(0, length))).toBe('disbelieved');
    }
  });
});

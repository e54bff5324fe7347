import { isUtf8 } from 'node:buffer';
import { verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alipay, alipaySign, answer } from '../client/client.fixture.ts';
import { AlipayError } from '../errors/index.ts';
import { readV3Answer } from '../v3/index.ts';
import { topLevelMembers } from './json-members.ts';
import { readAnswer } from './read-answer.ts';

const METHOD = 'alipay.trade.query';
const NODE = { code: '10000', msg: 'Success', trade_status: 'TRADE_SUCCESS', subject: '充值 {"}' };
const GENUINE = Buffer.from(answer(METHOD, NODE));

/** What a forger may do to an answer: change, cut, insert, repeat bytes, several times. */
const tampering = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'cut', 'insert', 'repeat'),
    at: fc.nat(GENUINE.length - 1),
    length: fc.integer({ min: 1, max: 40 }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc
        .constantFrom('"', '{', '}', ',', '\\', ':', '"sign":""', '"error_response":{}', ' ', '\\u0022', '0')
        .map((text) => new Uint8Array(Buffer.from(text))),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

function tampered(original: Buffer, steps: typeof tampering extends fc.Arbitrary<infer T> ? T : never): Buffer {
  return steps.reduce((bytes, { kind, at, length, bytes: inserted }) => {
    const head = bytes.subarray(0, at);
    const rest = bytes.subarray(at);
    if (kind === 'set') return Buffer.concat([head, inserted, rest.subarray(inserted.length)]);
    if (kind === 'cut') return Buffer.concat([head, rest.subarray(length)]);
    if (kind === 'insert') return Buffer.concat([head, inserted, rest]);
    return Buffer.concat([head, rest.subarray(0, length), rest]);
  }, original);
}

describe('whatever is done to an answer', () => {
  const reader = { method: METHOD, charset: 'utf-8', signType: 'RSA2', alipayPublicKeys: [alipay.publicKey] } as const;
  const read = (bytes: Uint8Array) =>
    readAnswer(reader, { httpStatus: 200, contentType: '', traceId: undefined, bytes });

  test('it is believed only if bare RSA accepts the bytes of its node, and they say what is returned', () => {
    expect(read(GENUINE).data).toEqual(NODE);
    // White space outside of the node changes nothing: not all tampering is refused.
    expect(read(Buffer.from(` \n${GENUINE.toString().replace(',"sign":', '\t,\r\n"sign" : ')} `)).data).toEqual(NODE);
    fc.assert(
      fc.property(tampering, (steps) => {
        const bytes = tampered(GENUINE, steps);
        const data = outcome(() => read(bytes).data);
        if (data === undefined) return;
        const members = topLevelMembers(bytes, isUtf8(bytes) ? 'utf-8' : 'gbk') ?? [];
        const node = members.find(({ name }) => name === 'alipay_trade_query_response');
        const sign = members.find(({ name }) => name === 'sign');
        const signed = bytes.subarray(node?.start, node?.end);
        const signature = Buffer.from(JSON.parse(bytes.subarray(sign?.start, sign?.end).toString()), 'base64');
        expect(verify('RSA-SHA256', signed, alipay.publicKey, signature)).toBe(true);
        expect(data).toEqual(NODE);
      }),
      { numRuns: 4000 },
    );
  });

  test('of v3, it is believed only if bare RSA accepts its bytes', () => {
    const body = Buffer.from(JSON.stringify(NODE));
    const signature = alipaySign(Buffer.concat([Buffer.from('1\nn\n'), body, Buffer.from('\n')]));
    const readV3 = (bytes: Uint8Array, headers: Record<string, string>) =>
      readV3Answer(
        { operation: 'GET /v3/x', alipayPublicKeys: [alipay.publicKey], encrypt: false, encryptKey: undefined },
        { httpStatus: 200, contentType: '', traceId: undefined, headers: new Headers(headers), bytes },
      ).data;
    const genuine = { 'alipay-timestamp': '1', 'alipay-nonce': 'n', 'alipay-signature': signature };
    expect(readV3(body, genuine)).toEqual(NODE);
    const header = fc.string({ unit: fc.constantFrom(...'0123456789abcn+/=\t '), maxLength: 6 });
    fc.assert(
      fc.property(tampering, header, header, (steps, timestamp, nonce) => {
        const bytes = tampered(body, steps);
        const claimed = { ...genuine, 'alipay-timestamp': timestamp, 'alipay-nonce': nonce };
        for (const headers of [genuine, claimed]) {
          const data = outcome(() => readV3(bytes, headers));
          const isGenuine = bytes.equals(body) && headers === genuine;
          if (data !== undefined && !isGenuine) {
            const received = new Headers(headers);
            const prefix = `${received.get('alipay-timestamp')}\n${received.get('alipay-nonce')}\n`;
            const content = Buffer.concat([Buffer.from(prefix), bytes, Buffer.from('\n')]);
            expect(verify('RSA-SHA256', content, alipay.publicKey, Buffer.from(signature, 'base64'))).toBe(true);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});

/** What was returned; undefined for an error of ours. Any other error is a fault. */
function outcome<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof AlipayError) return undefined;
    throw error;
  }
}

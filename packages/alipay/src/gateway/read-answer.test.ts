import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../charset/index.ts';
import { alipay, alipaySign, answer, app } from '../client/client.fixture.ts';
import { AlipayGatewayError, AlipayResponseError, AlipaySignatureError } from '../errors/index.ts';
import { readAnswer } from './read-answer.ts';

const METHOD = 'alipay.trade.query';
const PAID = { code: '10000', msg: 'Success', out_trade_no: 'A1', total_amount: '0.01', trade_status: 'TRADE_SUCCESS' };

function read(
  body: string | Uint8Array,
  options: { httpStatus?: number; contentType?: string; charset?: 'utf-8' | 'gbk' } = {},
) {
  const reader = {
    method: METHOD,
    charset: options.charset ?? 'utf-8',
    signType: 'RSA2',
    alipayPublicKeys: [alipay.publicKey],
  } as const;
  return readAnswer(reader, {
    httpStatus: options.httpStatus ?? 200,
    contentType: options.contentType ?? 'text/html;charset=utf-8',
    traceId: '21af0e3c',
    bytes: typeof body === 'string' ? Buffer.from(body) : body,
  });
}

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

describe("the gateway's answer", () => {
  test('is the response node, once its signature is verified', () => {
    const body = answer(METHOD, PAID);
    expect(read(body)).toEqual({ data: PAID, body, traceId: '21af0e3c' });
  });

  test('is verified over the exact bytes: escaped slashes, spaces, Chinese, quotes and braces in values', () => {
    const node = `{ "code":"10000","msg":"Success","subject":"充值\\/\\"}{,\\\\","n":1.10 }`;
    const body = `{"alipay_trade_query_response":${node},"sign":"${alipaySign(node)}"}`;
    expect(read(body).data.subject).toBe('充值/"}{,\\');
  });

  test('is read whatever the order of its members, with a certificate number too', () => {
    const node = JSON.stringify(PAID);
    const body = `{"sign":"${alipaySign(node)}","alipay_cert_sn":"0f","alipay_trade_query_response":${node}}`;
    expect(read(body).data).toEqual(PAID);
  });

  test('is read in GBK, where the second byte of a character can be a backslash or a brace', () => {
    const node = encodeText('{"code":"10000","msg":"Success","subject":"乗誠倇傼"}', 'gbk');
    expect(node.includes(0x5c)).toBe(true);
    const body = Buffer.concat([
      Buffer.from('{"alipay_trade_query_response":'),
      node,
      Buffer.from(`,"sign":"${alipaySign(node)}"}`),
    ]);
    expect(read(body, { charset: 'gbk', contentType: 'text/html;charset=GBK' }).data.subject).toBe('乗誠倇傼');
    expect(read(body, { charset: 'utf-8', contentType: 'text/html;charset=UTF-8' }).data.subject).toBe('乗誠倇傼');
  });

  test("with an error carries Alipay's page about it, where it names one", () => {
    const page = 'https://open.alipay.com/api/errCheck?traceId=21af0e3c&source=openapi';
    const error = { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' };
    const said = answer(METHOD, { ...error, sub_msg: `验签出错，解决方案：${page}` });
    expect(caught(() => read(said))).toMatchObject({ remedyUrl: page, traceId: '21af0e3c' });
    const silent = answer(METHOD, { ...error, sub_msg: '验签出错' });
    expect(caught(() => read(silent))).toMatchObject({ remedyUrl: undefined });
  });

  test('says the same whatever charset its content type or the bytes around the node claim', () => {
    const body = Buffer.from(answer(METHOD, { ...PAID, subject: '充充' }));
    const stray = Buffer.concat([body.subarray(0, -1), Buffer.from(',"x":"'), Buffer.from([0x80]), Buffer.from('"}')]);
    for (const contentType of ['text/html;charset=GBK', 'text/html;charset=UTF-8', '']) {
      for (const bytes of [body, stray]) expect(read(bytes, { contentType }).data.subject).toBe('充充');
    }
  });

  test('that was altered anywhere in the node is not believed', () => {
    const body = answer(METHOD, PAID);
    const nodeEnd = body.indexOf(',"sign"');
    fc.assert(
      fc.property(fc.integer({ min: 32, max: nodeEnd - 2 }), fc.constantFrom('0', 'x', ' '), (at, character) => {
        fc.pre(body[at] !== character);
        const forged = body.slice(0, at) + character + body.slice(at + 1);
        const error = caught(() => read(forged));
        expect(error instanceof AlipaySignatureError || error instanceof AlipayResponseError).toBe(true);
        expect(error).toMatchObject({ outcome: 'unknown' });
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['not signed', `{"alipay_trade_query_response":${JSON.stringify(PAID)}}`],
    ['signed with an empty text', `{"alipay_trade_query_response":${JSON.stringify(PAID)},"sign":""}`],
    ['signed with something that is no text', `{"alipay_trade_query_response":${JSON.stringify(PAID)},"sign":[1]}`],
    [
      'a business refusal that is not signed',
      `{"alipay_trade_query_response":{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST"}}`,
    ],
    ['a business refusal in an unsigned error_response', `{"error_response":{"code":"40004","msg":"Business Failed"}}`],
  ])('that is %s is not believed', (_what, body) => {
    expect(() => read(body)).toThrow(AlipaySignatureError);
  });

  test("signed by the app's own key is not believed", async () => {
    const { sign } = await import('node:crypto');
    const node = JSON.stringify(PAID);
    const own = sign('RSA-SHA256', Buffer.from(node), app.privateKey).toString('base64');
    expect(() => read(`{"alipay_trade_query_response":${node},"sign":"${own}"}`)).toThrow(AlipaySignatureError);
  });

  test.each([
    ['an HTML page', '<html>502 Bad Gateway</html>', 200],
    ['another HTTP status', answer(METHOD, PAID), 502],
    ['empty', '', 200],
    ['cut off', answer(METHOD, PAID).slice(0, -40), 200],
    ['followed by more', `${answer(METHOD, PAID)}x`, 200],
    ["another method's", answer('alipay.trade.refund', PAID), 200],
    ['two nodes', answer(METHOD, PAID).replace('{', `{"alipay_trade_query_response":{"code":"10000"},`), 200],
    ['two different nodes', answer(METHOD, PAID).replace('{', `{"error_response":{"code":"20000"},`), 200],
    ['a list', '[]', 200],
  ])('that is %s is an error with an unknown outcome', (_what, body, httpStatus) => {
    const error = caught(() => read(body, { httpStatus }));
    expect(error).toBeInstanceOf(AlipayResponseError);
    expect(error).toMatchObject({ outcome: 'unknown', httpStatus, body });
  });

  test('that is a redirect may be that of a page, which the error says', () => {
    expect(() => read('', { httpStatus: 302 })).toThrow('if the method is a page, open it in a browser with pageForm');
    expect(caught(() => read('', { httpStatus: 502 }))).not.toMatchObject({ message: expect.stringContaining('page') });
  });

  test('arbitrary bytes never give a result', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(caught(() => read(bytes))).toBeInstanceOf(Error);
      }),
    );
  });
});

describe('an error answer', () => {
  test('that is signed and definite says that nothing was done', () => {
    const node = {
      code: '40004',
      msg: 'Business Failed',
      sub_code: 'ACQ.TRADE_NOT_EXIST',
      sub_msg: '交易不存在',
      out_trade_no: 'A1',
    };
    const error = caught(() => read(answer(METHOD, node)));
    expect(error).toBeInstanceOf(AlipayGatewayError);
    expect(error).toMatchObject({
      outcome: 'refused',
      signed: true,
      code: '40004',
      msg: 'Business Failed',
      subCode: 'ACQ.TRADE_NOT_EXIST',
      subMsg: '交易不存在',
      traceId: '21af0e3c',
      data: node,
    });
  });

  test.each([
    ['20000', 'isp.unknow-error'],
    ['20000', 'aop.unknow-error'],
    ['40004', 'ACQ.SYSTEM_ERROR'],
    ['40004', 'AQC.SYSTEM_ERROR'],
    ['40004', 'SYSTEM_ERROR'],
    ['40004', 'REQUEST_PROCESSING'],
    ['40004', 'TRANS_ORDER_DEALING'],
    ['40004', 'PROCESS_FAIL'],
  ])('%s %s leaves the outcome unknown', (code, subCode) => {
    const error = caught(() => read(answer(METHOD, { code, msg: 'x', sub_code: subCode })));
    expect(error).toMatchObject({ outcome: 'unknown', subCode });
  });

  test('of the gateway may come unsigned, but then concludes nothing', () => {
    const body =
      '{"error_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id","sub_msg":"无效的AppID参数"}}';
    const error = caught(() => read(body));
    expect(error).toBeInstanceOf(AlipayGatewayError);
    expect(error).toMatchObject({ signed: false, outcome: 'unknown', subCode: 'isv.invalid-app-id' });
    expect(String(error)).toContain('Check appId');
  });
});

import { constants, createHash, generateKeyPairSync, sign } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { encodeText } from '@till/alipay/charset';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../index.ts';
import { type Answered, Merchant, PRIVATE_KEY, read, signText, stringToSign } from '../testing/merchant.ts';
import { printForm } from '../wire/form-text.ts';

let sandbox: Sandbox;
let merchant: Merchant;

beforeAll(async () => {
  sandbox = await createSandbox();
  merchant = await Merchant.of(sandbox, '2021000000000001');
});
afterAll(() => sandbox.close());

const query = (overrides: Record<string, string> = {}, content: object = { out_trade_no: 'none' }) =>
  merchant.call('alipay.trade.query', content, overrides);

test.each([
  ['no version', { version: '' }, '40001', 'isv.missing-version', '缺少版本参数'],
  ['another version', { version: '2.0' }, '40002', 'isv.invalid-version', '非法的版本参数'],
  ['no timestamp', { timestamp: '' }, '40001', 'isv.missing-timestamp', '缺少时间戳参数'],
  ['an ISO timestamp', { timestamp: '2026-03-01T10:00:00Z' }, '40002', 'isv.invalid-timestamp', '非法的时间戳参数'],
  ['an impossible day', { timestamp: '2026-02-30 10:00:00' }, '40002', 'isv.invalid-timestamp', '非法的时间戳参数'],
  [
    'a timestamp of long ago',
    { timestamp: '2020-01-01 00:00:00' },
    '40002',
    'isv.invalid-timestamp',
    '非法的时间戳参数',
  ],
  ['no sign_type', { sign_type: '' }, '40001', 'isv.missing-signature-type', '缺少签名类型参数'],
  ['an unknown sign_type', { sign_type: 'MD5' }, '40002', 'isv.invalid-signature-type', '无效的签名类型'],
  ['an unknown charset', { charset: 'latin1' }, '40002', 'isv.invalid-charset', '字符集错误'],
  ['XML', { format: 'xml' }, '40002', 'isv.invalid-format', '无效的数据格式'],
  ['an unknown method', { method: 'alipay.trade.dream' }, '40002', 'isv.invalid-method', '不存在的方法名'],
])('a call with %s is refused in the real words, signed', async (_name, overrides, code, subCode, subMsg) => {
  const answered = await query(overrides);
  expect(answered.status).toBe(200);
  expect(answered.node).toMatchObject({ code, sub_code: subCode, sub_msg: subMsg });
  expect(merchant.verifyAnswer(answered)).toBe(true);
});

test('a call without method gets an error_response', async () => {
  const answered = await query({ method: '' });
  expect(answered.text).toMatch(
    /^{"error_response":{"code":"40001","msg":"Missing Required Arguments","sub_code":"isv.missing-method"/,
  );
});

test('a call without app, or of an unknown app, is refused before its signature is looked at, and cannot be signed', async () => {
  expect((await query({ app_id: '' })).node).toMatchObject({ code: '40001', sub_code: 'isv.missing-app-id' });
  const unknown = await merchant.send({ ...merchant.parameters('alipay.trade.query', {}), app_id: '2021999999999999' });
  expect(unknown.text).toBe(
    '{"alipay_trade_query_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id","sub_msg":"无效的AppID参数"}}',
  );
});

test('a call without signature is refused', async () => {
  const { sign: _sign, ...unsigned } = merchant.parameters('alipay.trade.query', {});
  expect((await merchant.send(unsigned)).node).toMatchObject({ code: '40001', sub_code: 'isv.missing-signature' });
});

test('biz_content that is no JSON object is refused', async () => {
  for (const biz_content of ['{', '[]', 'null', '"x"']) {
    expect((await query({ biz_content })).node).toMatchObject({ code: '40002', sub_code: 'isv.invalid-parameter' });
  }
});

test('a timestamp near the host clock counts after the sandbox clock has been moved far away', async () => {
  await using moved = await createSandbox();
  const other = await Merchant.of(moved);
  await moved.advance(40 * 24 * 3_600_000);
  const hostTime = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  for (const timestamp of [hostTime]) {
    const answered = await other.call('alipay.trade.query', { out_trade_no: 'x' }, { timestamp });
    expect(answered.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  }
  expect((await other.call('alipay.trade.query', { out_trade_no: 'x' })).node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
});

function signatureError(answered: Answered): string {
  expect(answered.node).toMatchObject({ code: '40002', sub_code: 'isv.invalid-signature' });
  return answered.node.sub_msg ?? '';
}

test('a changed value is refused, and the gateway shows its own string to sign', async () => {
  const parameters: Record<string, string> = {
    ...merchant.parameters('alipay.trade.query', { out_trade_no: '1' }),
    biz_content: '{"out_trade_no":"2"}',
  };
  const { sign, ...signed } = parameters;
  expect(sign).toBeDefined();
  const message = signatureError(await merchant.send(parameters));
  expect(message).toContain('验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配');
  expect(message.split('网关生成的验签字符串为：')[1]).toBe(stringToSign(signed).replaceAll('&', '&amp;'));
  expect(message).toContain('the key is right but another text was signed');
});

test('a signature by another key is told from one over another text', async () => {
  const stranger = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { sign: _sign, ...signed } = merchant.parameters('alipay.trade.query', {});
  const sign = signText(stringToSign(signed), 'RSA2', stranger.privateKey);
  expect(signatureError(await merchant.send({ ...signed, sign }))).toContain(
    'not made with the private key that belongs',
  );
});

test('a signature that is cut off, of another padding or encoded twice is not taken for one by another key', async () => {
  const { sign: right = '', ...signed } = merchant.parameters('alipay.trade.query', {});
  const refused = async (sign: string) => signatureError(await merchant.send({ ...signed, sign }));
  expect(await refused(right.slice(0, 300))).toContain(
    'sign decodes to 225 bytes, and one by the registered key has 256',
  );
  expect(await refused('not base64 at all')).toContain('it is not base64');
  const pss = { key: PRIVATE_KEY, padding: constants.RSA_PKCS1_PSS_PADDING };
  expect(await refused(sign('sha256', Buffer.from(stringToSign(signed)), pss).toString('base64'))).toContain('RSA-PSS');
  expect(await refused(Buffer.from(right).toString('base64'))).toContain('encoded in base64 twice');
});

test('a charset that is nowhere, or not the one of the bytes, is named', async () => {
  const { sign: _sign, ...signed } = merchant.parameters('alipay.trade.query', { out_trade_no: '中文' });
  const { charset: _charset, ...without } = signed;
  const send = async (fields: Record<string, string>, charset: 'utf-8' | 'gbk', contentType: string) => {
    const bytes = encodeText(stringToSign(fields), charset);
    const body = new URLSearchParams({ ...fields, sign: sign('sha256', bytes, PRIVATE_KEY).toString('base64') });
    const headers = { 'content-type': `application/x-www-form-urlencoded; charset=${contentType}` };
    const response = await fetch(sandbox.gatewayUrl, { method: 'POST', headers, body: body.toString() });
    return signatureError(await read(response));
  };
  expect(await send(without, 'utf-8', 'utf-8')).toContain('there is no charset parameter');
  const gbk = { ...signed, charset: 'gbk' };
  expect(await send(gbk, 'gbk', 'gbk')).toContain('charset says gbk, but the values were sent in utf-8');
  expect(await send(signed, 'gbk', 'utf-8')).toContain('signed in another charset than charset says');
});

test('SHA1 where RSA2 is promised is named', async () => {
  const { sign: _sign, ...signed } = merchant.parameters('alipay.trade.query', {});
  const sign = signText(stringToSign(signed), 'RSA');
  expect(signatureError(await merchant.send({ ...signed, sign }))).toBe(
    '验签出错，sign值与sign_type参数指定的签名类型不一致：sign_type参数值为RSA2，您实际用的签名类型可能是RSA (signed as RSA, while sign_type says RSA2)',
  );
});

test.each([
  [
    'sign_type left out',
    'sign_type must be signed too',
    (p: Record<string, string>) => {
      const { sign_type: _type, ...rest } = p;
      return stringToSign(rest);
    },
  ],
  [
    'values URL-encoded',
    'not URL-encoded',
    (p: Record<string, string>) =>
      stringToSign(Object.fromEntries(Object.entries(p).map(([k, v]) => [k, encodeURIComponent(v)]))),
  ],
  [
    'an empty parameter signed',
    'leave empty parameters out',
    (p: Record<string, string>) => stringToSign({ ...p, notify_url: '' }),
  ],
  [
    'sign itself in the bag, empty',
    'leave sign itself out',
    (p: Record<string, string>) => stringToSign(p).replace('&sign_type=', '&sign=&sign_type='),
  ],
  ['an & too many', 'no & and no line break', (p: Record<string, string>) => `${stringToSign(p)}&`],
  ['a line break after it', 'no & and no line break', (p: Record<string, string>) => `${stringToSign(p)}\n`],
  [
    'values in quotes',
    'without quotes',
    (p: Record<string, string>) => stringToSign(Object.fromEntries(Object.entries(p).map(([k, v]) => [k, `"${v}"`]))),
  ],
  ['biz_content alone', 'sign all parameters', (p: Record<string, string>) => p.biz_content ?? ''],
  ['& as on a page', 'HTML-escaped', (p: Record<string, string>) => stringToSign(p).replaceAll('&', '&amp;')],
  [
    'the hash of the text, in hex',
    'hashed before it was signed',
    (p: Record<string, string>) => createHash('sha256').update(stringToSign(p)).digest('hex'),
  ],
])('the usual mistake is named: %s', async (_name, hint, textOf) => {
  const { sign: _sign, ...signed } = merchant.parameters('alipay.trade.query', { out_trade_no: '1' });
  const answered = await merchant.send({ ...signed, notify_url: '', sign: signText(textOf(signed)) });
  expect(signatureError(answered)).toContain(hint);
});

test('empty parameters that were not signed do not matter', async () => {
  const parameters = merchant.parameters('alipay.trade.query', { out_trade_no: 'x' });
  const answered = await merchant.send({ ...parameters, auth_token: '', app_auth_token: '' });
  expect(answered.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
});

test('a charset that is only in the body comes too late: GBK was assumed, and the answer says so', async () => {
  const parameters = merchant.parameters('alipay.trade.query', { out_trade_no: '中文' });
  const answered = await read(
    await fetch(sandbox.gatewayUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(parameters).toString(),
    }),
  );
  expect(signatureError(answered)).toContain('charset');
  const ascii = merchant.parameters('alipay.trade.query', { out_trade_no: 'ascii' });
  const fine = await fetch(sandbox.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(ascii).toString(),
  });
  expect((await read(fine)).node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
});

test('the Content-Type may name the charset instead of the query', async () => {
  const body = new URLSearchParams(merchant.parameters('alipay.trade.query', { out_trade_no: '中文' }));
  expect((await read(await fetch(sandbox.gatewayUrl, { method: 'POST', body }))).node.sub_code).toBe(
    'ACQ.TRADE_NOT_EXIST',
  );
});

test('a GBK request is understood and answered in GBK, signed over GBK bytes', async () => {
  const { sign: _sign, ...signed } = merchant.parameters(
    'alipay.trade.query',
    { out_trade_no: '中文' },
    { charset: 'GBK' },
  );
  const sign = signText(encodeText(stringToSign(signed), 'gbk'));
  const answered = await read(
    await fetch(`${sandbox.gatewayUrl}?charset=GBK`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: printForm(Object.entries({ ...signed, sign }), 'gbk'),
    }),
  );
  expect(answered.headers.get('content-type')).toBe('text/html;charset=GBK');
  expect(new TextDecoder('gbk').decode(answered.bytes)).toContain('"sub_msg":"交易不存在"');
  expect(merchant.verifyAnswer(answered)).toBe(true);
});

test('sign_type RSA is verified and answered with SHA1', async () => {
  const answered = await query({ sign_type: 'RSA' });
  expect(answered.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
  expect(merchant.verifyAnswer(answered, 'RSA')).toBe(true);
  expect(merchant.verifyAnswer(answered, 'RSA2')).toBe(false);
});

test('everything in the query of a GET, or in a multipart body, is the same call', async () => {
  const parameters = merchant.parameters('alipay.trade.query', { out_trade_no: '中文' });
  const got = await read(await fetch(`${sandbox.gatewayUrl}?${new URLSearchParams(parameters)}`));
  expect(got.node).toMatchObject({ sub_code: 'ACQ.TRADE_NOT_EXIST', out_trade_no: '中文' });
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.set(name, value);
  form.set('image', new Blob(['bytes']), 'a.png');
  const posted = await read(await fetch(`${sandbox.gatewayUrl}?charset=utf-8`, { method: 'POST', body: form }));
  expect(posted.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
});

test('whole addresses are understood, as the official Python SDK sends them', async () => {
  const { port } = new URL(sandbox.url);
  const query = new URLSearchParams(merchant.parameters('alipay.trade.query', { out_trade_no: 'x' }));
  const ask = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const asking = request({ host: '127.0.0.1', port, path, method: 'POST' }, (answer) => resolve(text(answer)));
      asking.on('error', reject).end();
    });
  expect(await ask(`${sandbox.gatewayUrl}?${query}`)).toContain('ACQ.TRADE_NOT_EXIST');
  expect(await ask(`${sandbox.url}/gateway.do/`)).toContain('There is nothing at /gateway.do/');
  expect(await ask('HTTP://elsewhere.example?a=1')).toContain('/ answers GET, HEAD, not POST');
});

test('a small key serves RSA only', async () => {
  const small = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const app = await sandbox.registerApp({ public_key: small.publicKey });
  const { sign: _sign, ...signed } = merchant.parameters('alipay.trade.query', {}, { app_id: app.app_id });
  const answered = await merchant.send({ ...signed, sign: signText(stringToSign(signed), 'RSA2', small.privateKey) });
  expect(answered.node).toMatchObject({ code: '40003', sub_code: 'isv.missing-signature-config' });
});

test('an answer is compact, writes / as \\/, has a trace id and ends with the signature', async () => {
  const answered = await query({}, { out_trade_no: 'a/b' });
  expect(answered.text).toContain('"out_trade_no":"a\\/b"');
  expect(answered.text).toMatch(/},"sign":"[A-Za-z0-9+/]{342}=="}$/);
  expect(answered.headers.get('trace_id')).toMatch(/^[0-9a-f]{32}$/);
  expect(answered.headers.get('content-type')).toBe('text/html;charset=utf-8');
});

test('a page request that is refused gets a page in GBK with the code and what to do', async () => {
  const answered = await merchant.order({}, { timestamp: '2020-01-01 00:00:00' });
  expect(answered.status).toBe(200);
  expect(answered.headers.get('content-type')).toBe('text/html;charset=GBK');
  const page = new TextDecoder('gbk').decode(answered.bytes);
  expect(page).toContain('调试错误，请回到请求来源地，重新发起请求。');
  expect(page).toContain('错误代码 invalid-timestamp');
  expect(page).toContain('错误原因: 非法的时间戳参数');
});

test('signing with the key that the sandbox made works', async () => {
  const app = await sandbox.registerApp();
  expect(app.app_private_key).not.toBe(PRIVATE_KEY);
  const { sign: _sign, ...signed } = merchant.parameters(
    'alipay.trade.query',
    { out_trade_no: 'x' },
    { app_id: app.app_id },
  );
  const answered = await merchant.send({
    ...signed,
    sign: signText(stringToSign(signed), 'RSA2', app.app_private_key),
  });
  expect(answered.node.sub_code).toBe('ACQ.TRADE_NOT_EXIST');
});

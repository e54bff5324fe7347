// What a user does with the installed package, in the plain JavaScript that every runtime reads: runtimes.test.ts runs
// it on each. It is given the keys in the environment, and prints "ok".
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { Alipay, AlipaySignatureError, signContent, userAuthorizationUrl } from '@till/alipay';

const { app, alipayKey, files } = JSON.parse(process.env.SMOKE);

const alipayPrivateKey = createPrivateKey(alipayKey);
const appId = '2021000000000001';
const encryptKey = Buffer.alloc(16, 3).toString('base64');

const signed = (text) => sign('RSA-SHA256', Buffer.from(text), alipayPrivateKey).toString('base64');

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url, 'http://gateway');
  if (url.pathname.startsWith('/v3/stream/')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('event: data\ndata: 充值\n\nevent: end\ndata: {}\n\n');
  } else if (url.pathname.startsWith('/v3/')) {
    const body = '{"trade_status":"充值"}';
    const headers = { 'alipay-timestamp': '1', 'alipay-nonce': 'n', 'alipay-signature': signed(`1\nn\n${body}\n`) };
    response.writeHead(200, headers).end(body);
  } else {
    const parameters = Object.fromEntries([
      ...url.searchParams,
      ...new URLSearchParams(Buffer.concat(chunks).toString()),
    ]);
    const node = JSON.stringify({ code: '10000', msg: 'Success', subject: '充值', size: Buffer.concat(chunks).length });
    const forged = JSON.parse(parameters.biz_content ?? '{}').forged;
    const name = `${(parameters.method ?? '').replaceAll('.', '_')}_response`;
    response.end(`{"${name}":${node},"sign":"${signed(forged ? 'x' : node)}"}`);
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const gateway = `http://127.0.0.1:${server.address().port}/gateway.do`;

const alipayPublicKey = createPublicKey(alipayPrivateKey).export({ type: 'spki', format: 'pem' });
const modes = { key: { alipayPublicKey }, certificate: files };
for (const [mode, trust] of Object.entries(modes)) {
  const alipay = new Alipay({ appId, privateKey: app, ...trust, gateway, encryptKey });
  const order = { out_trade_no: 'A1', total_amount: '88.88', subject: '龙井茶' };

  const { sign: signature, ...parameters } = Object.fromEntries(
    new URLSearchParams(alipay.orderString('alipay.trade.app.pay', order)),
  );
  const content = Buffer.from(signContent(parameters));
  assert(verify('RSA-SHA256', content, createPublicKey(app), Buffer.from(signature, 'base64')), mode);
  assert.match(alipay.pageForm('alipay.trade.page.pay', order), /^<form /);

  assert.equal((await alipay.execute('alipay.trade.query', { out_trade_no: 'A1' })).subject, '充值');
  await assert.rejects(alipay.execute('alipay.trade.query', { forged: true }), AlipaySignatureError);
  assert.deepEqual(await alipay.v3('POST /v3/alipay/trade/query', order), { trade_status: '充值' });
  const events = [];
  for await (const { event } of alipay.v3Stream('POST /v3/stream/alipay/x', {})) events.push(event);
  assert.deepEqual(events, ['data', 'end']);

  async function* pieces() {
    for (let index = 0; index < 8; index++) yield new Uint8Array(1000);
  }
  for (const content of [new Uint8Array(8000), new Blob([new Uint8Array(8000)]), pieces()]) {
    const { size } = await alipay.upload('alipay.x.image.upload', { image_content: { name: 'a.jpg', content } });
    assert(size > 8000, mode);
  }

  const fields = { app_id: appId, subject: '充值', trade_status: 'TRADE_SUCCESS' };
  const notification = new URLSearchParams({ ...fields, sign: signed(signContent(fields)), sign_type: 'RSA2' });
  assert.equal(alipay.verifyNotification(notification.toString()).subject, '充值');
  assert.throws(() => alipay.verifyNotification(notification.toString().replace('SUCCESS', 'CLOSED')));
  assert.equal(alipay.aes.decrypt(alipay.aes.encrypt('充值')), '充值');
  const gbk = new Alipay({ appId, privateKey: app, ...trust, gateway, charset: 'gbk' });
  assert.match(gbk.pageUrl('alipay.trade.page.pay', order), /%C1%FA%BE%AE%B2%E8/);
  assert.equal((await alipay.pageFormAsync('alipay.trade.page.pay', order)).startsWith('<form '), true);
}
assert.match(userAuthorizationUrl({ appId, scope: 'auth_base', redirectUri: 'https://shop.example/' }), /^https:/);

server.closeAllConnections();
server.close();
console.log('ok');

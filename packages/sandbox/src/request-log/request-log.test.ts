import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSandbox } from '../index.ts';
import { listenForNotifications, openShop, signText, stringToSign } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

type Fields = Record<string, string>;

/** Signs what `textOf` makes of the parameters, sends what `sent` makes of them, and tells how the log explains it. */
async function diagnosisOf(textOf: (fields: Fields) => string, sent: (fields: Fields) => Fields = (fields) => fields) {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const content = { out_trade_no: '1+1', subject: '茶/Tea' };
  const { sign: _sign, ...fields } = merchant.parameters('alipay.trade.query', content);
  const answered = await merchant.send({ ...sent(fields), sign: signText(textOf(fields)) });
  const [listed] = sandbox.requests({ ok: 'false' });
  const shown = await (await fetch(`${sandbox.url}/_sandbox/requests/${listed?.id}`)).json();
  return { answered, ...(shown as { diagnosis: Record<string, unknown>; string_to_sign: string }) };
}

test.each<[mistake: string, hint: string, textOf: (fields: Fields) => string, sent?: (fields: Fields) => Fields]>([
  [
    'parameters in another order',
    'sort the parameters by name',
    (p) =>
      Object.entries(p)
        .map(([k, v]) => `${k}=${v}`)
        .join('&'),
  ],
  [
    'a parameter added after signing',
    'notify_url must be signed too',
    (p) => stringToSign(p),
    (p) => ({ ...p, notify_url: 'http://shop.example/' }),
  ],
  [
    'a + that became a space on the way',
    'its + became a space on the way',
    (p) => stringToSign(p),
    (p) => ({ ...p, biz_content: (p.biz_content ?? '').replaceAll('+', ' ') }),
  ],
  [
    'JSON laid out anew',
    'laid out anew',
    (p) => stringToSign({ ...p, biz_content: (p.biz_content ?? '').replaceAll('":', '": ').replaceAll(',"', ', "') }),
  ],
  [
    'characters escaped after signing',
    'sent with \\uXXXX',
    (p) => stringToSign(p),
    (p) => ({ ...p, biz_content: (p.biz_content ?? '').replace('茶', '\\u8336') }),
  ],
  [
    'slashes escaped before signing',
    'signed with / written \\/',
    (p) => stringToSign({ ...p, biz_content: (p.biz_content ?? '').replaceAll('/', '\\/') }),
  ],
])('%s is found out, to the character', async (_mistake, hint, textOf, sent) => {
  const { answered, diagnosis, string_to_sign } = await diagnosisOf(textOf, sent);
  expect(diagnosis).toMatchObject({ kind: 'text', en: expect.stringContaining(hint), expected: string_to_sign });
  const { signed, difference } = diagnosis as { signed: string; difference: { at: number } };
  expect([...string_to_sign].slice(0, difference.at)).toEqual([...signed].slice(0, difference.at));
  expect([...string_to_sign][difference.at]).not.toBe([...signed][difference.at]);
  expect(answered.node.sub_msg).toContain(hint);
  expect(answered.node.sub_msg).toContain(`first difference at character ${difference.at + 1}`);
});

test('where the texts part in a name, no parameter is blamed; where in a value, that one is', async () => {
  const added = { notify_url: 'http://shop.example/' };
  const inName = await diagnosisOf(stringToSign, (p) => ({ ...p, ...added }));
  expect(inName.diagnosis.difference).toMatchObject({ expected: expect.stringMatching(/^notify_url=/) });
  expect(inName.diagnosis.difference).not.toHaveProperty('parameter');
  const inValue = await diagnosisOf((p) =>
    stringToSign({ ...p, biz_content: (p.biz_content ?? '').replace('/', '\\/') }),
  );
  expect(inValue.diagnosis.difference).toMatchObject({ parameter: 'biz_content' });
});

test('a wrong sign_type is no wrong signature, so none is explained', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.send({ ...merchant.parameters('alipay.trade.query', {}), sign_type: 'rsa2' });
  const shown = await (await fetch(`${sandbox.url}/_sandbox/requests/${sandbox.requests()[0]?.id}`)).json();
  expect(shown).toMatchObject({ sub_code: 'isv.invalid-signature-type' });
  expect(shown).not.toHaveProperty('diagnosis');
});

test('a signature that lost its + to spaces is told from one by another key', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  let parameters = merchant.parameters('alipay.trade.query', { out_trade_no: '1' });
  for (let number = 2; !parameters.sign?.includes('+'); number++) {
    parameters = merchant.parameters('alipay.trade.query', { out_trade_no: `${number}` });
  }
  const answered = await merchant.send({ ...parameters, sign: (parameters.sign ?? '').replaceAll('+', ' ') });
  expect(answered.node.sub_msg).toContain('its + became spaces');
  expect(sandbox.requests()[0]).toMatchObject({ ok: false, sub_code: 'isv.invalid-signature' });
});

test('a key mixed up with that of another app is named', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = await sandbox.registerApp({ public_key: publicKey.export({ type: 'spki', format: 'pem' }) });
  const { sign: _sign, ...fields } = merchant.parameters('alipay.trade.query', {}, { app_id: stranger.app_id });
  await merchant.send({ ...fields, sign: signText(stringToSign(fields)) });
  const [listed] = sandbox.requests();
  const { diagnosis } = (await (await fetch(`${sandbox.url}/_sandbox/requests/${listed?.id}`)).json()) as {
    diagnosis: { kind: string; en: string };
  };
  expect(diagnosis).toMatchObject({
    kind: 'key',
    en: `made with the private key of app ${merchant.app.app_id}, not of ${stranger.app_id}`,
  });
});

test('requests in and messages out are listed, newest first, with what they are about', async () => {
  await using shop = await listenForNotifications();
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const tradeNo = await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(0);
  await merchant.call('alipay.trade.close', { trade_no: tradeNo });
  const app_id = merchant.app.app_id;
  expect(sandbox.requests()).toMatchObject([
    { direction: 'in', method: 'alipay.trade.close', trade_no: tradeNo, code: '40004', ok: false, status: 200, app_id },
    { direction: 'out', protocol: 'notification', method: 'trade_status_sync', trade_no: tradeNo, ok: true, app_id },
    { direction: 'in', protocol: 'page', verb: 'GET', status: 200, ok: true },
    { direction: 'in', method: 'alipay.trade.page.pay', out_trade_no: 'order-1', status: 302, ok: true },
  ]);
  const ask = async (query: string) => (await fetch(`${sandbox.url}/_sandbox/requests?${query}`)).json();
  expect(await ask('direction=out')).toMatchObject({ requests: [{ address: shop.url }] });
  expect(await ask('ok=false&limit=1')).toMatchObject({ requests: [{ sub_code: 'ACQ.TRADE_STATUS_ERROR' }] });
  expect(await ask('ok=maybe')).toMatchObject({ error: 'bad_input' });
  expect(await ask('limit=0')).toMatchObject({ error: 'bad_input' });
  await sandbox.reset();
  expect(sandbox.requests()).toEqual([]);
});

test('the calls of a method are found by its name, over either protocol', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const v3 = new V3Merchant(sandbox, merchant.app);
  await merchant.call('alipay.trade.query', { out_trade_no: 'a' });
  await v3.post('/v3/alipay/trade/query', { out_trade_no: 'b' });
  await v3.post('/v3/alipay/trade/close', { out_trade_no: 'c' });
  const found = sandbox.requests({ method: 'alipay.trade.query' });
  expect(found.map(({ out_trade_no }) => out_trade_no)).toEqual(['b', 'a']);
});

test('what a fault keeps from arriving is listed as lost', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  sandbox.setFaults({ gateway: [{ p: 1, kind: 'reset_after' }] });
  await merchant.call('alipay.trade.query', {}).catch(() => undefined);
  expect(sandbox.requests()).toMatchObject([{ status: null, ok: false, failure: 'fault: connection reset' }]);
});

test('the fault that struck is named, and only a late answer counts as right', async () => {
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  const order = { total_amount: '1.00', subject: '茶' };
  const ask = async (kind: 'truncate' | 'delay' | 'bad_signature') => {
    sandbox.setFaults({ gateway: [{ p: 1, kind, ms: 1 }] });
    const parameters = merchant.parameters('alipay.trade.precreate', { ...order, out_trade_no: kind });
    await fetch(sandbox.gatewayUrl, { method: 'POST', body: new URLSearchParams(parameters) });
    return sandbox.requests()[0];
  };
  expect(await ask('truncate')).toMatchObject({ fault: 'truncate', ok: false });
  expect(await ask('bad_signature')).toMatchObject({ fault: 'bad_signature', code: '10000', ok: false });
  expect(await ask('delay')).toMatchObject({ fault: 'delay', code: '10000', ok: true });
  sandbox.setFaults({});
  await merchant.call('alipay.trade.query', { out_trade_no: 'x' });
  expect(sandbox.requests()[0]).not.toHaveProperty('fault');
});

test('only the latest thousand are kept, and an older one is said to be gone', async () => {
  await using sandbox = await createSandbox();
  for (let batch = 0; batch < 11; batch++) {
    await Promise.all(Array.from({ length: 100 }, () => fetch(`${sandbox.url}/nowhere`)));
  }
  expect(sandbox.requests({ limit: '1000' }).map(({ id }) => id)).toEqual(
    Array.from({ length: 1000 }, (_, index) => 1100 - index),
  );
  const gone = await fetch(`${sandbox.url}/_sandbox/requests/100`);
  expect([gone.status, await gone.json()]).toMatchObject([404, { error: 'request_not_found' }]);
});

test('a notification is sent again by hand, and an unknown one is not', async () => {
  await using shop = await listenForNotifications((count) => ({ text: count === 1 ? 'no' : 'success' }));
  await using setting = await openShop();
  const { sandbox, merchant } = setting;
  await merchant.paidTrade({}, { notify_url: shop.url });
  await sandbox.advance(0);
  const [first] = sandbox.notifications();
  const path = `${sandbox.url}/_sandbox/notifications/${first?.notify_id}/resend`;
  const resent = await (await fetch(path, { method: 'POST' })).json();
  expect(resent).toMatchObject({ notifications: [{ answer: 'no' }, { answer: 'success', next_at: null }] });
  await sandbox.advance(24 * 3_600_000);
  expect(shop.received).toHaveLength(2);
  const unknown = await fetch(`${sandbox.url}/_sandbox/notifications/1/resend`, { method: 'POST' });
  expect(unknown.status).toBe(404);
});

import { readFileSync } from 'node:fs';
import { parseBeijing } from '@till/alipay/time';
import { AlipayFormData, AlipaySdk } from 'alipay-sdk';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { certificates } from '../../certificate/certificate.fixture.ts';
import { keyPair } from '../../keys/keys.fixture.ts';
import { authorization } from '../../v3/index.ts';
import { type Received, startGateway, stopGateways } from '../gateway.fixture.ts';
import { Alipay, type AlipayOptions } from '../index.ts';
import type { UncheckedCalls } from '../unchecked-calls.ts';

/** The official SDK makes its nonce deep inside, so it goes first, and ours is given the same. */
let nonce = 'not used yet';

const appId = '2021000000000001';
const TIMESTAMP = '2026-01-31 09:30:00';
const NOW = parseBeijing(TIMESTAMP);
const AES_KEY = Buffer.alloc(16, 3).toString('base64');
const keys = { app: keyPair(), alipay: keyPair() };
const files = certificates(keys);

/** What the two write differently without meaning anything by it; here both are given ours. */
const SAME_SYSTEM_FIELDS = { timestamp: TIMESTAMP, charset: 'UTF-8', format: 'json' };

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
});

afterEach(() => {
  vi.restoreAllMocks();
  stopGateways();
});

const MODES = ['key mode', 'certificate mode'] as const;

function clients(mode: (typeof MODES)[number], origin = 'http://127.0.0.1:1') {
  const shared = { appId, privateKey: keys.app.pkcs1, encryptKey: AES_KEY, gateway: `${origin}/gateway.do` };
  const trust =
    mode === 'key mode'
      ? { alipayPublicKey: keys.alipay.spki }
      : { appCert: files.app.pem, alipayCert: files.alipay.pem, alipayRootCert: files.root.pem };
  const theirs =
    mode === 'key mode'
      ? { alipayPublicKey: keys.alipay.spki }
      : {
          appCertContent: files.app.pem,
          alipayPublicCertContent: files.alipay.pem,
          alipayRootCertContent: files.root.pem,
        };
  const options: AlipayOptions = {
    ...shared,
    ...trust,
    clock: { now: () => NOW },
    nonce: () => nonce,
  } as AlipayOptions;
  const ours: UncheckedCalls = new Alipay(options);
  return { ours, official: new AlipaySdk({ ...shared, ...theirs, endpoint: origin }) };
}

/** A gateway that answers nothing of use: only what reaches it counts. */
async function recorder() {
  const { origin, received } = await startGateway((response) =>
    response.writeHead(400).end('{"code":"x","message":"y"}'),
  );
  return {
    origin,
    async both(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<[Received, Received]> {
      await theirs().catch(() => {});
      nonce = /nonce=([^,]+)/.exec(received[0]?.headers.authorization ?? '')?.[1] ?? 'v2 has none';
      await ours().catch(() => {});
      const [official, mine] = received.splice(0);
      if (mine === undefined || official === undefined) throw new Error('The two did not both send a request.');
      return [mine, official];
    },
  };
}

describe.each(MODES)('for the same v2 call in %s', (mode) => {
  /** Every method of Alipay's documents. */
  const methods = JSON.parse(readFileSync(new URL('../../../../../facts/alipay-v2.json', import.meta.url), 'utf8'));
  const names = methodNames(methods);
  const { ours, official } = clients(mode);

  test('our order string has the parameters and the signature of the official one, for every method', () => {
    expect(names.length).toBeGreaterThan(1500);
    // Signing is the same for all of them: every tenth is enough to see it.
    for (const method of names.filter((_, index) => index % 10 === 0)) {
      const fields = { out_trade_no: 'A1', total_amount: '88.88', subject: `${method} 充值 <&"'>` };
      const mine = new URLSearchParams(ours.orderString(method, fields));
      const theirs = new URLSearchParams(official.sdkExecute(method, { ...SAME_SYSTEM_FIELDS, bizContent: fields }));
      expect(Object.fromEntries(mine), method).toEqual(Object.fromEntries(theirs));
    }
  });

  test('encrypted, it is the same ciphertext under the same signature', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (subject) => {
        const mine = new URLSearchParams(ours.orderString('alipay.trade.app.pay', { subject }, { encrypt: true }));
        const theirs = official.sdkExecute('alipay.trade.app.pay', {
          ...SAME_SYSTEM_FIELDS,
          bizContent: { subject },
          needEncrypt: true,
        });
        expect(Object.fromEntries(mine)).toEqual(Object.fromEntries(new URLSearchParams(theirs)));
      }),
      { numRuns: 25 },
    );
  });

  test('sent, it carries the same parameters and signature, with tokens too', async () => {
    const { origin, both } = await recorder();
    const { ours, official } = clients(mode, origin);
    const tokens = { appAuthToken: 'T1', authToken: 'T2', notifyUrl: 'https://shop.example/n?a=1&b=2' };
    const [mine, theirs] = await both(
      () => ours.execute('alipay.trade.query', { out_trade_no: 'A1' }, tokens),
      () =>
        official.exec('alipay.trade.query', { ...SAME_SYSTEM_FIELDS, ...tokens, bizContent: { out_trade_no: 'A1' } }),
    );
    expect(mine.parameters).toEqual(theirs.parameters);
  });

  test('sent as an upload, it has the same url, signature and texts', async () => {
    const { origin, both } = await recorder();
    const { ours, official } = clients(mode, origin);
    const texts = { image_type: 'jpg', image_name: '店' };
    const content = Buffer.from([0xff, 0xd8]);
    const formData = new AlipayFormData();
    for (const [name, value] of Object.entries({ ...SAME_SYSTEM_FIELDS, ...texts })) formData.addField(name, value);
    formData.addFile('image_content', 'a.jpg', content);
    const method = 'alipay.offline.material.image.upload';
    const files = { image_content: { name: 'a.jpg', content } };
    const [mine, theirs] = await both(
      () => ours.upload(method, files, { params: texts }),
      () => official.exec(method, SAME_SYSTEM_FIELDS, { formData }),
    );
    expect(mine.parameters).toEqual(theirs.parameters);
    for (const text of Object.values(texts)) expect(mine.body.toString()).toContain(`\r\n\r\n${text}\r\n`);
  });
});

describe.each(MODES)('for the same v3 call in %s', (mode) => {
  const cases: Record<string, Parameters<typeof v3Pair>[2]> = {
    'a refund': {
      verb: 'POST',
      path: '/v3/alipay/trade/refund',
      fields: { out_trade_no: 'A1', refund_reason: '充值 & "' },
    },
    'a refund for a merchant': {
      verb: 'POST',
      path: '/v3/alipay/trade/refund',
      fields: { a: '1' },
      appAuthToken: 'T1',
    },
    'an encrypted refund': { verb: 'POST', path: '/v3/alipay/trade/refund', fields: { a: '充' }, encrypt: true },
    'a bill': { verb: 'GET', path: '/v3/alipay/data/bill', fields: { bill_type: 'trade', q: "a b+c&d='充*~(!)" } },
    'a change': { verb: 'PATCH', path: '/v3/alipay/activity/1', fields: { name: 'x' } },
    'a change of all': { verb: 'PUT', path: '/v3/alipay/activity/1', fields: { name: 'x' } },
    'a deletion': { verb: 'DELETE', path: '/v3/alipay/card', fields: { id: '1' } },
  };

  test.each(Object.entries(cases))('%s has the same authorization, headers and body', async (_what, call) => {
    const [mine, theirs] = await v3Pair(mode, await recorder(), call);
    expect(mine.url).toBe(theirs.url);
    expect(mine.body.toString()).toBe(theirs.body.toString());
    expect(mine.headers.authorization).toBe(theirs.headers.authorization);
    expect(ownHeaders(mine)).toEqual(ownHeaders(theirs));
  });

  test('an upload has the same authorization, over the same data', async () => {
    const { origin, both } = await recorder();
    const { ours, official } = clients(mode, origin);
    const fields = { image_type: 'jpg', image_name: '店' };
    const content = Buffer.from([0xff, 0xd8]);
    const form = new AlipayFormData();
    for (const [name, value] of Object.entries(fields)) form.addField(name, value);
    form.addFile('image_content', 'a.jpg', content);
    const path = '/v3/alipay/merchant/image/upload';
    const files = { image_content: { name: 'a.jpg', content } };
    const [mine, theirs] = await both(
      () => ours.v3(`POST ${path}`, fields, { files }),
      () => official.curl('POST', path, { form }),
    );
    expect(mine.headers.authorization).toBe(theirs.headers.authorization);
    expect(mine.body.toString('latin1')).toContain(JSON.stringify(fields).slice(0, 30));
  });
});

test('the string to sign of v3 has a line for each part, the token last', () => {
  const signed = { appId: '1', nonce: 'n', timestamp: 2, verb: 'GET', path: '/v3/a?b=c', body: '' };
  expect(authorization(signed).content).toBe('app_id=1,nonce=n,timestamp=2\nGET\n/v3/a?b=c\n\n');
  expect(authorization({ ...signed, appCertSn: 's', appAuthToken: 't' }).content).toBe(
    'app_id=1,app_cert_sn=s,nonce=n,timestamp=2\nGET\n/v3/a?b=c\n\nt\n',
  );
});

interface V3Case {
  readonly verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly fields: Record<string, string>;
  readonly appAuthToken?: string;
  readonly encrypt?: boolean;
}

async function v3Pair(
  mode: (typeof MODES)[number],
  { origin, both }: Awaited<ReturnType<typeof recorder>>,
  call: V3Case,
) {
  const { ours, official } = clients(mode, origin);
  const { verb, path, fields, appAuthToken, encrypt = false } = call;
  const token = appAuthToken === undefined ? {} : { appAuthToken };
  const inQuery = verb === 'GET' || verb === 'DELETE';
  return both(
    () => ours.v3(`${verb} ${path}`, fields, { ...token, encrypt }),
    () =>
      official.curl(verb, path, {
        ...token,
        ...(inQuery ? { query: fields } : { body: fields }),
        needEncrypt: encrypt,
      }),
  );
}

/** The headers that belong to the protocol, but for the id of the request, which each makes for itself. */
function ownHeaders({ headers }: Received) {
  const own = Object.entries(headers).filter(
    ([name]) => /^(alipay-|content-type|accept$)/.test(name) && name !== 'alipay-request-id',
  );
  return Object.fromEntries(own);
}

function methodNames(facts: unknown): string[] {
  const text = JSON.stringify(facts);
  return [
    ...new Set(
      [...text.matchAll(/"((?:alipay|ant|zhima|koubei|zoloz|anttech|mybank|ssdata|datadigital)(?:\.\w+){2,})"/g)].map(
        ([, name = '']) => name,
      ),
    ),
  ];
}

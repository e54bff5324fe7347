import { AlipayFormData } from 'alipay-sdk';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { stopGateways } from '../../../packages/alipay/src/client/gateway.fixture.ts';
import { v2MethodNames } from '../../../packages/sandbox/src/examples/facts.ts';
import { readForm } from '../../fixtures/payment-form.ts';
import { openRecorder, partsOf } from './recorder.ts';
import { MODES, SAME, twoClients } from './two-clients.ts';
import { V2_ROWS, type V2Row } from './v2-rows.ts';

afterAll(stopGateways);

/** A row as our client takes it. */
function asOurs({ method = 'alipay.trade.page.pay', what: _, content, texts, ...options }: V2Row) {
  return [method, content, { ...options, ...(texts === undefined ? {} : { params: texts }) }] as const;
}

/** A row as the official client takes it. */
function asTheirs({ method = 'alipay.trade.page.pay', ...row }: V2Row) {
  const parameters = {
    ...SAME,
    ...row.texts,
    ...(row.content === undefined ? {} : { bizContent: row.content }),
    ...(row.notifyUrl === undefined ? {} : { notify_url: row.notifyUrl }),
    ...(row.returnUrl === undefined ? {} : { return_url: row.returnUrl }),
    ...(row.appAuthToken === undefined ? {} : { app_auth_token: row.appAuthToken }),
    ...(row.authToken === undefined ? {} : { auth_token: row.authToken }),
    ...(row.encrypt === undefined ? {} : { needEncrypt: row.encrypt }),
  };
  return [method, parameters] as const;
}

/** The same parameters, with the same signature: since RSA2 and RSA are deterministic, the same string was signed. */
function expectSame(mine: Readonly<Record<string, string>>, theirs: Readonly<Record<string, string>>): void {
  expect(mine.sign).toMatch(/^[A-Za-z0-9+/]{342}==$/);
  expect(mine).toEqual(theirs);
}

const queryOf = (text: string) => Object.fromEntries(new URLSearchParams(text));

describe.each(MODES)('in %s, both say and sign the same:', (mode) => {
  const { ours, official } = twoClients(mode);

  describe.each(V2_ROWS)('$what', (row) => {
    const [method, content, options] = asOurs(row);
    const [, parameters] = asTheirs(row);

    test('as a call', async () => {
      const recorder = await openRecorder();
      const sending = twoClients(mode, recorder.origin);
      const { mine, theirs } = await recorder.both(
        () => sending.ours.execute(method, content, options),
        () => sending.official.exec(method, parameters),
      );
      expectSame(mine.parameters, theirs.parameters);
    });

    test('as an order string', () => {
      const theirs = official.sdkExecute(method, parameters);
      expectSame(queryOf(ours.orderString(method, content, options)), queryOf(theirs));
    });

    // The official client names itself in pages; here both do.
    const named = { ...options, params: { ...options.params, alipay_sdk: official.version } };

    test('as a url', () => {
      const theirs = new URL(official.pageExecute(method, 'GET', parameters));
      const mine = new URL(ours.pageUrl(method, content, named));
      expect(mine.origin + mine.pathname).toBe(theirs.origin + theirs.pathname);
      expectSame(queryOf(mine.search), queryOf(theirs.search));
    });

    test('as a form', () => {
      const theirs = readForm(official.pageExecute(method, 'POST', parameters));
      const mine = readForm(ours.pageForm(method, content, named));
      expect(mine.method).toBe(theirs.method);
      // Theirs has some of them in its action, unescaped; its fields escape nothing but quotes.
      const all = { ...queryOf(new URL(theirs.action).search), ...theirs.fields };
      if (!/&(amp|copy);/.test(JSON.stringify(content))) expectSame(mine.fields, all);
      else expect(mine.fields.sign).toBe(all.sign);
    });
  });

  test.each([
    ['', {}],
    [' for a merchant', { app_auth_token: '202611BB' }],
  ])('an upload%s, its texts and its file', async (_whom, token) => {
    const recorder = await openRecorder();
    const sending = twoClients(mode, recorder.origin);
    const method = 'alipay.offline.material.image.upload';
    const texts = { image_type: 'jpg', image_name: '门头 "1"' };
    const content = Buffer.from([0xff, 0xd8, 0x0d, 0x0a, 0x00]);
    const formData = new AlipayFormData();
    for (const [name, text] of Object.entries({ ...SAME, ...token, ...texts })) formData.addField(name, text);
    formData.addFile('image_content', 'a.jpg', content);
    const files = { image_content: { name: 'a.jpg', content } };
    const { app_auth_token: appAuthToken } = { app_auth_token: undefined, ...token };
    const acting = appAuthToken === undefined ? {} : { appAuthToken };
    const { mine, theirs } = await recorder.both(
      () => sending.ours.upload(method, files, { ...acting, params: texts }),
      () => sending.official.exec(method, {}, { formData }),
    );
    expectSame(mine.parameters, theirs.parameters);
    const own = ([name]: readonly [string, ...unknown[]]) => !(name in SAME) && name !== 'app_auth_token';
    expect((await partsOf(mine)).filter(own)).toEqual((await partsOf(theirs)).filter(own));
  });

  test('any text at all, in the clear and encrypted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.boolean(), (subject, encrypt) => {
        const row = { what: subject, content: { subject }, encrypt };
        const theirs = official.sdkExecute(...asTheirs(row));
        expectSame(queryOf(ours.orderString(...asOurs(row))), queryOf(theirs));
      }),
      { numRuns: 40 },
    );
  });
});

test('and so for every method of Alipay’s', () => {
  const { ours, official } = twoClients('key mode');
  const methods = v2MethodNames();
  expect(methods.length).toBeGreaterThan(1500);
  for (const method of methods) {
    const row = { what: method, method, content: { out_trade_no: 'A1', subject: `${method} 充值 <&"'>` } };
    const mine = queryOf(ours.orderString(...asOurs(row)));
    expect(mine, method).toEqual(queryOf(official.sdkExecute(...asTheirs(row))));
  }
});

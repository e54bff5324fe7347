import { AlipayFormData } from 'alipay-sdk';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stopGateways } from '../../../packages/alipay/src/client/gateway.fixture.ts';
import { operationFacts } from '../../../packages/sandbox/src/examples/facts.ts';
import { openRecorder, partsOf, type Received } from './recorder.ts';
import { MODES, type Mode, NOW, twoClients } from './two-clients.ts';
import { V3_ROWS, type V3Row } from './v3-rows.ts';

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(stopGateways);

/** v3 knows RSA2 alone. */
const V3_MODES = MODES.filter((mode) => mode !== 'key mode with RSA');

async function bothSend(mode: Mode, row: V3Row, recorder: Awaited<ReturnType<typeof openRecorder>>) {
  const { ours, official } = twoClients(mode, recorder.origin, recorder.nonce);
  const { verb, path, inPath = {}, query, body, appAuthToken, encrypt } = row;
  const acting = appAuthToken === undefined ? {} : { appAuthToken };
  const hasBody = verb !== 'GET' && verb !== 'DELETE';
  const fields = body === undefined && hasBody ? undefined : { ...inPath, ...(hasBody ? {} : query), ...body };
  const more = hasBody && query !== undefined ? { query } : {};
  const written = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath[name] ?? ''));
  return recorder.both(
    () => ours.v3(`${verb} ${path}`, fields, { ...acting, ...more, encrypt: encrypt ?? false }),
    () =>
      official.curl(verb, written, {
        ...acting,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: { ...body } }),
        ...(encrypt === undefined ? {} : { needEncrypt: encrypt }),
      }),
  );
}

/** Everything that the protocol speaks of: RSA2 is deterministic, so one signature is one signed text. */
function expectSame(mine: Received, theirs: Received): void {
  expect(mine.headers.authorization).toMatch(/^ALIPAY-SHA256withRSA app_id=\d+,.*sign=[A-Za-z0-9+/]{342}==$/);
  expect(mine.headers.authorization).toBe(theirs.headers.authorization);
  expect([mine.verb, mine.url]).toEqual([theirs.verb, theirs.url]);
  expect(mine.body.toString()).toBe(theirs.body.toString());
  expect(ownHeaders(mine)).toEqual(ownHeaders(theirs));
}

/** The headers that belong to the protocol, but for the id of the request, which each makes for itself. */
function ownHeaders({ headers }: Received) {
  const own = Object.entries(headers).filter(
    ([name]) => /^(alipay-|content-type|accept$)/.test(name) && name !== 'alipay-request-id',
  );
  return Object.fromEntries(own);
}

describe.each(V3_MODES)('in %s, both send and sign the same:', (mode) => {
  test.each(V3_ROWS)('$what', async (row) => {
    const { mine, theirs } = await bothSend(mode, row, await openRecorder());
    expectSame(mine, theirs);
  });

  test('any text at all, in body and query', async () => {
    const recorder = await openRecorder();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        const row = { what: text, verb: 'POST', path: '/v3/alipay/trade/refund' } as const;
        const { mine, theirs } = await bothSend(mode, { ...row, query: { text }, body: { text } }, recorder);
        expectSame(mine, theirs);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['', {}],
    [' for a merchant', { appAuthToken: '202611BB' }],
  ])('an upload%s: its data and its file', async (_whom, acting) => {
    const recorder = await openRecorder();
    const { ours, official } = twoClients(mode, recorder.origin, recorder.nonce);
    const fields = { image_type: 'jpg', image_name: '门头 "1"' };
    const content = Buffer.from([0xff, 0xd8, 0x0d, 0x0a, 0x00]);
    const form = new AlipayFormData();
    for (const [name, value] of Object.entries(fields)) form.addField(name, value);
    form.addFile('image_content', 'a.jpg', content);
    const path = '/v3/alipay/merchant/image/upload';
    const files = { image_content: { name: 'a.jpg', content } };
    const { mine, theirs } = await recorder.both(
      () => ours.v3(`POST ${path}`, fields, { ...acting, files }),
      () => official.curl('POST', path, { ...acting, form }),
    );
    expect(mine.headers.authorization).toBe(theirs.headers.authorization);
    expect(mine.headers['alipay-app-auth-token']).toBe(theirs.headers['alipay-app-auth-token']);
    expect(await partsOf(mine)).toEqual(await partsOf(theirs));
  });
});

test('and so for every operation of Alipay’s', async () => {
  const recorder = await openRecorder();
  const operations = [...operationFacts().values()];
  expect(operations.length).toBeGreaterThan(750);
  for (const { verb, path } of operations) {
    const names = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
    const inPath = Object.fromEntries(names.map((name) => [name, `${name} 1`]));
    const row = { what: path, verb: verb as V3Row['verb'], path, inPath };
    const fields = verb === 'GET' || verb === 'DELETE' ? { query: { any: '充值 1' } } : { body: { any: '充值 1' } };
    const { mine, theirs } = await bothSend('key mode', { ...row, ...fields }, recorder);
    expectSame(mine, theirs);
  }
});

import { createSandbox, type Sandbox } from '@till/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '../../packages/sandbox/src/gateway/methods/index.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { NotifyReceiver } from '../fixtures/notify-receiver.ts';
import { MODES, type Mode } from './clients/mode.ts';
import { PRODUCTS } from './products/index.ts';
import { Shop } from './products/shop.ts';

/** One sandbox and one key pair for all: what differs is the app. */
const keys = newKeyPair();
let sandbox: Sandbox;
let inbox: NotifyReceiver;

beforeAll(async () => {
  sandbox = await createSandbox({ reuseKeys: true });
  inbox = await NotifyReceiver.listen();
});
afterAll(async () => {
  await sandbox?.close();
  await inbox?.[Symbol.asyncDispose]();
});

async function openShop(mode: Mode): Promise<Shop> {
  const app = await sandbox.registerApp({
    app_id: digits(),
    public_key: keys.publicKey,
    sign_mode: mode.signMode,
    gateway_url: inbox.url,
    ...(mode.encrypted ? { encrypt_key: true as const } : {}),
  });
  const parts = { sandbox, mode, app, privateKey: keys.privateKey, inbox };
  if (!mode.forMerchant) return new Shop(parts);
  const merchant = await sandbox.registerApp({ app_id: digits(), public_key: keys.publicKey });
  const isv = new Shop(parts);
  const code = await isv.consented('appToAppAuth', {}, merchant.app_id);
  const token = await isv.done('alipay.open.auth.token.app', { grant_type: 'authorization_code', code });
  return new Shop({ ...parts, actsFor: { sellerId: merchant.seller_id, appAuthToken: String(token.app_auth_token) } });
}

let apps = 0;
const digits = () => String(2021000000001000 + apps++);

describe.each(MODES)('$name', (mode) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(mode);
  });

  test.each(Object.entries(PRODUCTS))('%s', (_name, run) => run(shop));

  test('has succeeded in every method that the sandbox has', () => {
    const { answered, opened } = shop.met;
    const missed = [...METHODS].filter(([name, { kind }]) => !(kind === 'page' ? opened : answered).has(name));
    // Only who has certificates can fetch them, and one method is v2's alone.
    const none = [
      ...(mode.protocol === 'v3' ? ['alipay.user.agreement.sign.effect'] : []),
      ...(mode.signMode === 'key' ? ['alipay.open.app.alipaycert.download'] : []),
    ];
    expect(missed.map(([name]) => name).sort()).toEqual(none.sort());
  });
});

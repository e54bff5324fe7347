import { createPrivateKey } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { expect, test } from 'vitest';
import { createSandbox, type RegisteredApp, type Sandbox } from './index.ts';
import { PRIVATE_KEY, PUBLIC_KEY } from './testing/merchant.ts';

function sdkOf(sandbox: Sandbox, app: RegisteredApp): AlipaySdk {
  return new AlipaySdk({
    appId: app.app_id,
    privateKey: createPrivateKey(PRIVATE_KEY).export({ type: 'pkcs1', format: 'pem' }).toString(),
    gateway: sandbox.gatewayUrl,
    endpoint: sandbox.url,
    appCertContent: app.app_cert ?? '',
    alipayPublicCertContent: app.alipay_cert ?? '',
    alipayRootCertContent: app.alipay_root_cert ?? '',
  });
}

test('the official SDK notices when Alipay has changed its certificate, and fetches the new one', async () => {
  await using sandbox = await createSandbox();
  const app = await sandbox.registerApp({ public_key: PUBLIC_KEY, sign_mode: 'cert' });
  const sdk = sdkOf(sandbox, app);
  const rotated = await sandbox.rotateAlipayKey(app.app_id);
  expect(rotated.alipay_cert).not.toBe(app.alipay_cert);
  const stale = sdk.curl('GET', '/v3/alipay/data/bill/balance/query');
  await expect(stale).rejects.toMatchObject({ code: 'response-alipay-sn-verify-error' });
  const download = { bizContent: { alipay_cert_sn: sdkOf(sandbox, rotated).config.alipayCertSn } };
  const fetched = await sdkOf(sandbox, rotated).exec('alipay.open.app.alipaycert.download', download, {
    validateSign: true,
  });
  expect(Buffer.from(fetched.alipayCertContent, 'base64').toString()).toBe(rotated.alipay_cert);
});

import { Alipay, type AlipayOptions, type UncheckedCalls } from '@till/alipay';
import { parseBeijing } from '@till/alipay/time';
import { AlipaySdk } from 'alipay-sdk';
import { certificates } from '../../../packages/alipay/src/certificate/certificate.fixture.ts';
import { keyPair } from '../../../packages/alipay/src/keys/keys.fixture.ts';

export const TIMESTAMP = '2026-01-31 09:30:00';
export const NOW = parseBeijing(TIMESTAMP);

/** The two write two optional things differently, `charset` in capitals and `format`; here both are given ours. */
export const SAME = { timestamp: TIMESTAMP, charset: 'UTF-8', format: 'json' };

/** How an app signs and whom it trusts. */
export const MODES = ['key mode', 'key mode with RSA', 'certificate mode'] as const;
export type Mode = (typeof MODES)[number];

/** Both clients for one app. */
interface Pair {
  readonly ours: UncheckedCalls;
  /** Ours too, by Easy SDK's functions. */
  readonly easy: Alipay['easy'];
  readonly official: AlipaySdk;
}

const keys = { app: keyPair(), alipay: keyPair() };
const files = certificates(keys);
const common = {
  appId: '2021000000000001',
  privateKey: keys.app.pkcs1,
  encryptKey: Buffer.alloc(16, 3).toString('base64'),
};

/** Both clients for one app, with the same clock. Ours takes its nonces from the caller: the official one makes its own. */
export function twoClients(mode: Mode, origin = 'http://127.0.0.1:1', nonce = () => 'unused'): Pair {
  const gateway = `${origin}/gateway.do`;
  const signType = mode === 'key mode with RSA' ? 'RSA' : 'RSA2';
  const clock = { now: () => NOW };
  const shared = { ...common, gateway, signType } as const;
  const { app, alipay, root } = files;
  const options: AlipayOptions =
    mode === 'certificate mode'
      ? { ...shared, clock, nonce, appCert: app.pem, alipayCert: alipay.pem, alipayRootCert: root.pem }
      : { ...shared, clock, nonce, alipayPublicKey: keys.alipay.spki };
  const trusted =
    mode === 'certificate mode'
      ? { appCertContent: app.pem, alipayPublicCertContent: alipay.pem, alipayRootCertContent: root.pem }
      : { alipayPublicKey: keys.alipay.spki };
  const ours = new Alipay(options);
  return { ours, easy: ours.easy, official: new AlipaySdk({ ...shared, ...trusted, endpoint: origin }) };
}

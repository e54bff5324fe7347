import type { App } from './app.ts';
import { type SettingFields, settingFields } from './app-settings.ts';

/** What to register. All of it may be left out. */
export interface AppRegistration extends SettingFields {
  /** Up to 32 digits, letters, `_` and `-`; made up when absent. An app that exists is updated. */
  app_id?: string;
  /** The application's public key, in any form; without it the sandbox makes the pair (for a new app). */
  public_key?: string;
  /** The shop's name on the cashier page. */
  name?: string;
  /** `cert`: certificate mode, the sandbox makes the certificates. Default `key`, or what the app had. */
  sign_mode?: 'key' | 'cert';
  /** For content encryption: base64 of 16 bytes, or `true` for a new one. */
  encrypt_key?: string | true;
  /** The application gateway: where From-Alipay messages are posted. */
  gateway_url?: string;
}

/** What the merchant needs to know about an app; keys and certificates as PEM. */
export interface RegisteredApp extends SettingFields {
  app_id: string;
  seller_id: string;
  name: string;
  alipay_public_key: string;
  /** PKCS#8; only in the answer to the registration that made the pair. The sandbox does not keep it. */
  app_private_key?: string;
  /** Only in certificate mode, as are the certificates. */
  sign_mode?: 'cert';
  /** Certificate mode: `appCertPublicKey_....crt`. */
  app_cert?: string;
  /** Certificate mode: `alipayCertPublicKey_RSA2.crt`, with the certificate above it. */
  alipay_cert?: string;
  /** Certificate mode: `alipayRootCert.crt`, all roots in one. */
  alipay_root_cert?: string;
  encrypt_key?: string;
  gateway_url?: string;
}

/** An app whose key pair the sandbox has just made. */
export interface AppWithKeyPair extends RegisteredApp {
  app_private_key: string;
}

export function describeApp(app: App, appPrivateKey: string | undefined): RegisteredApp {
  const { certificates, encryptKey, gatewayUrl, settings = {} } = app;
  return {
    app_id: app.appId,
    seller_id: app.sellerId,
    name: app.name,
    alipay_public_key: app.alipayPublicKey,
    ...(appPrivateKey === undefined ? {} : { app_private_key: appPrivateKey }),
    ...(certificates === undefined
      ? {}
      : {
          sign_mode: 'cert',
          app_cert: certificates.app.pem,
          alipay_cert: certificates.alipay.pem,
          alipay_root_cert: certificates.roots.pem,
        }),
    ...(encryptKey === undefined ? {} : { encrypt_key: encryptKey }),
    ...(gatewayUrl === undefined ? {} : { gateway_url: gatewayUrl }),
    ...settingFields(settings),
  };
}

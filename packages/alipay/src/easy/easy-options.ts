import { readFileSync } from 'node:fs';
import { AlipayConfigError } from '../errors/index.ts';

/** Easy SDK's configuration (`Config`), in its own names. */
export interface EasyOptions {
  readonly appId: string;
  /** The app's private key (应用私钥). */
  readonly merchantPrivateKey: string;
  /** Key mode: Alipay's public key (支付宝公钥). */
  readonly alipayPublicKey?: string;
  /** Certificate mode: paths of the three certificates. */
  readonly merchantCertPath?: string;
  readonly alipayCertPath?: string;
  readonly alipayRootCertPath?: string;
  /** `https` (default) or `http`. */
  readonly protocol?: string;
  /** Default `openapi.alipay.com`. */
  readonly gatewayHost?: string;
  /** Default `RSA2`. */
  readonly signType?: string;
  /** Where Alipay posts notifications, unless a call says otherwise. */
  readonly notifyUrl?: string;
  /** The app's AES key. */
  readonly encryptKey?: string;
}

/** Easy SDK's options that mean something else here, and what to do instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  httpProxy: 'give an Alipay client made with its own transport: Factory.setOptions(alipay)',
  ignoreSSL: "certificates are always checked; trust your own authority with Node's NODE_EXTRA_CA_CERTS",
};

/** What `new Alipay(...)` is to be given for Easy SDK's options. @throws {AlipayConfigError} */
export function clientOptions(options: EasyOptions) {
  refuseForeign(options);
  const gateway = `${options.protocol ?? 'https'}://${options.gatewayHost ?? 'openapi.alipay.com'}/gateway.do`;
  return {
    appId: options.appId,
    privateKey: options.merchantPrivateKey,
    gateway,
    ...keysOf(options),
    ...(options.signType === undefined ? {} : { signType: readSignType(options.signType) }),
    ...(options.encryptKey === undefined ? {} : { encryptKey: options.encryptKey }),
  };
}

function keysOf(options: EasyOptions) {
  const { alipayPublicKey, merchantCertPath, alipayCertPath, alipayRootCertPath } = options;
  if (merchantCertPath === undefined && alipayCertPath === undefined && alipayRootCertPath === undefined) {
    return { alipayPublicKey: alipayPublicKey ?? '' };
  }
  return {
    appCert: readCertificate('merchantCertPath', merchantCertPath),
    alipayCert: readCertificate('alipayCertPath', alipayCertPath),
    alipayRootCert: readCertificate('alipayRootCertPath', alipayRootCertPath),
  };
}

function readCertificate(name: string, path: string | undefined): string {
  if (path === undefined) throw new AlipayConfigError(`${name} is missing: certificate mode needs all three paths.`);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AlipayConfigError(`${name} ${JSON.stringify(path)} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

function readSignType(signType: string): 'RSA2' | 'RSA' {
  if (signType === 'RSA2' || signType === 'RSA') return signType;
  throw new AlipayConfigError(`signType is ${JSON.stringify(signType)}. Use "RSA2", or "RSA" for old apps.`);
}

function refuseForeign(options: EasyOptions): void {
  for (const [name, instead] of Object.entries(ELSEWHERE)) {
    const value = Object.entries(options).find(([key]) => key === name)?.[1];
    if (value !== undefined && value !== '' && value !== false) {
      throw new AlipayConfigError(`${name} is not an option here: ${instead}.`);
    }
  }
}

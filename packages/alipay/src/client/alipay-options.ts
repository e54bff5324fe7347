import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { type AlipayCertificates, readCertificateMode } from '../certificate/index.ts';
import { type Charset, charsetOf } from '../charset/index.ts';
import { readAesKey } from '../encryption/index.ts';
import { AlipayConfigError } from '../errors/index.ts';
import type { RequestIdentity, Transport } from '../gateway/index.ts';
import { type AppKeys, readAppKeys, readPrivateKey } from '../keys/index.ts';
import { type ExternalSigner, externalSigner, keySigner, type Signer, type SignType } from '../signing/index.ts';
import { type Clock, systemClock } from '../time/index.ts';
import type { Observer } from './observation.ts';
import { NO_RETRY, type Retry, readRetry } from './retry.ts';

/** Alipay's production gateway. */
export const PRODUCTION_GATEWAY = 'https://openapi.alipay.com/gateway.do';

/** Alipay's own sandbox, for apps made in its sandbox console. */
export const ALIPAY_SANDBOX_GATEWAY = 'https://openapi-sandbox.dl.alipaydev.com/gateway.do';

/** What every client can be set up with. */
export interface CommonOptions {
  /** The app's id in Alipay's console, digits. */
  readonly appId: string;
  /** The gateway's url; the v3 protocol goes to the same place. Default: {@link PRODUCTION_GATEWAY}. */
  readonly gateway?: string;
  /**
   * Where Alipay posts notifications, for pages, order strings and calls that name no other, but for those that only
   * read. Calls of the v3 protocol name it themselves, among their fields.
   */
  readonly notifyUrl?: string;
  /** Where Alipay's pages send the buyer's browser back to, for pages that name no other. */
  readonly returnUrl?: string;
  /** Default `RSA2` (SHA-256). `RSA` (SHA-1) only for apps that never moved on. */
  readonly signType?: SignType;
  /** Default `utf-8`. */
  readonly charset?: Charset;
  /** The AES key (接口内容加密方式) for calls with `encrypt`, base64 as Alipay's console shows it. */
  readonly encryptKey?: string;
  /** How long to wait for an answer, in milliseconds. Default 15000. */
  readonly timeoutMs?: number;
  /**
   * Whether to send calls again. Default: never. Only calls that read, and calls that certainly were not sent, are ever
   * sent again; what moves money is not, whatever is set here.
   */
  readonly retry?: Retry;
  /** Told of every exchange with Alipay, secrets redacted. What it throws is ignored. */
  readonly observe?: Observer;
  /** Default: the host's clock. */
  readonly clock?: Clock;
  /**
   * Default: the platform's `fetch`. Through a proxy: `(url, init) => fetch(url, { ...init, dispatcher })` with a
   * `ProxyAgent` of undici's, or without any code Node's own `NODE_USE_ENV_PROXY=1`.
   */
  readonly transport?: Transport;
  /** Makes a text that is used once, for v3's signature. Default: a random UUID. */
  readonly nonce?: () => string;
}

/** Signing with a key in this process: text in any usual form, PEM or bare base64, PKCS#1 or PKCS#8. */
export interface WithPrivateKey {
  /** The app's private key (应用私钥). */
  readonly privateKey: string;
  readonly signer?: undefined;
}

/** Signing elsewhere (KMS, HSM): the private key is never in this process. */
export interface WithSigner {
  readonly signer: ExternalSigner;
  readonly privateKey?: undefined;
}

/** Key mode: messages of Alipay's are checked by its public key. */
export interface WithPublicKey {
  /**
   * Alipay's public key (支付宝公钥), which Alipay's console shows once the app public key has been uploaded. Several
   * during a rotation: a signature by any of them counts.
   */
  readonly alipayPublicKey: string | readonly string[];
  readonly appCert?: undefined;
  readonly alipayCert?: undefined;
  readonly alipayRootCert?: undefined;
}

/** Certificate mode: the texts of the three files that Alipay's console gives. */
export interface WithCertificates {
  /** `appCertPublicKey_{app id}.crt`. */
  readonly appCert: string;
  /** `alipayCertPublicKey_RSA2.crt`. A newer one of Alipay's is fetched and checked when Alipay begins to use it. */
  readonly alipayCert: string | readonly string[];
  /** `alipayRootCert.crt`, whole. */
  readonly alipayRootCert: string;
  readonly alipayPublicKey?: undefined;
}

/** How a client is set up: by a private key or a signer, in key mode or in certificate mode. */
export type AlipayOptions = CommonOptions & (WithPrivateKey | WithSigner) & (WithPublicKey | WithCertificates);

/** The options, checked, defaults filled in, keys parsed. */
export interface ClientSettings extends RequestIdentity {
  readonly keys: AppKeys;
  readonly signer: Signer;
  /** Whether signing waits for somebody outside this process. */
  readonly signsElsewhere: boolean;
  /** Alipay's certificates, in certificate mode. */
  readonly alipayCertificates: AlipayCertificates | undefined;
  readonly gateway: URL;
  readonly timeoutMs: number;
  readonly retry: Retry;
  readonly observe: Observer | undefined;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly nonce: () => string;
}

const TIMEOUT_DEFAULT_MS = 15_000;
const TIMEOUT_MAX_MS = 10 * 60 * 1000;

/** @throws {AlipayConfigError} that names the option and what is wrong with it. */
export function readOptions(options: AlipayOptions): ClientSettings {
  if (typeof options !== 'object' || options === null) {
    throw new AlipayConfigError('The options are missing. Give { appId, privateKey, alipayPublicKey }.');
  }
  const signType = options.signType ?? 'RSA2';
  if (signType !== 'RSA2' && signType !== 'RSA') {
    throw new AlipayConfigError(`signType is ${JSON.stringify(signType)}. Use "RSA2", or "RSA" for old apps.`);
  }
  const clock = readClock(options.clock ?? systemClock);
  const appId = readAppId(options.appId);
  const { signer, appPublicKey } = readSigner(options, signType);
  return Object.freeze({
    appId,
    ...readMode(options, appPublicKey, signType, clock),
    signer,
    signsElsewhere: options.signer !== undefined,
    gateway: readGateway('gateway', options.gateway ?? PRODUCTION_GATEWAY),
    notifyUrl: readAddress('notifyUrl', options.notifyUrl, 'https://shop.example/alipay/notify'),
    returnUrl: readAddress('returnUrl', options.returnUrl, 'https://shop.example/alipay/return'),
    signType,
    charset: readCharset(options.charset ?? 'utf-8'),
    encryptKey: options.encryptKey === undefined ? undefined : readAesKey('encryptKey', options.encryptKey),
    timeoutMs: readTimeout(options.timeoutMs ?? TIMEOUT_DEFAULT_MS),
    retry: options.retry === undefined ? NO_RETRY : readRetry(options.retry),
    observe: readFunction('observe', options.observe),
    clock,
    transport: readFunction('transport', options.transport) ?? ((url, init) => fetch(url, init)),
    nonce: readFunction('nonce', options.nonce) ?? randomUUID,
  });
}

function readSigner(options: AlipayOptions, signType: SignType): { signer: Signer; appPublicKey?: KeyObject } {
  if (options.signer === undefined) {
    const privateKey = readPrivateKey('privateKey', options.privateKey, signType);
    return { signer: keySigner(privateKey), appPublicKey: createPublicKey(privateKey) };
  }
  if (options.privateKey !== undefined) {
    throw new AlipayConfigError('Both privateKey and signer are given. Give one: who signs?');
  }
  readFunction('signer', options.signer);
  return { signer: externalSigner(options.signer) };
}

const CERTIFICATE_OPTIONS = ['appCert', 'alipayCert', 'alipayRootCert'] as const;

function readMode(options: AlipayOptions, appPublicKey: KeyObject | undefined, signType: SignType, clock: Clock) {
  const missing = CERTIFICATE_OPTIONS.filter((name) => options[name] === undefined);
  if (missing.length === CERTIFICATE_OPTIONS.length) {
    const keys = readAppKeys(options.alipayPublicKey, appPublicKey, signType);
    return { keys, certificates: undefined, alipayCertificates: undefined };
  }
  if (missing.length > 0) {
    throw new AlipayConfigError(
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing: certificate mode needs ` +
        `${CERTIFICATE_OPTIONS.join(', ')}, each the text of a file from Alipay's console.`,
    );
  }
  if (options.alipayPublicKey !== undefined) {
    throw new AlipayConfigError(
      'Both alipayPublicKey and certificates are given. An app is in one mode: key mode or certificate mode.',
    );
  }
  const { appCert, alipayCert, alipayRootCert } = options;
  const mode = readCertificateMode({ appCert, alipayCert, alipayRootCert, appPublicKey, signType, clock });
  return {
    // The list grows when Alipay moves on to a new certificate.
    keys: {
      appPublicKey: mode.appPublicKey,
      get alipayPublicKeys() {
        return mode.alipay.publicKeys;
      },
    },
    certificates: { appCertSn: mode.appCertSn, alipayRootCertSn: mode.alipayRootCertSn },
    alipayCertificates: mode.alipay,
  };
}

function readFunction<F>(name: string, value: F): F {
  if (value === undefined || typeof value === 'function') return value;
  throw new AlipayConfigError(`${name} is a value of type ${typeof value}, not a function.`);
}

function readClock(clock: Clock): Clock {
  if (typeof clock.now === 'function') return clock;
  throw new AlipayConfigError('clock has no function "now". Give { now: () => epochMilliseconds }.');
}

export function readTimeout(timeoutMs: number): number {
  if (Number.isInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= TIMEOUT_MAX_MS) return timeoutMs;
  throw new AlipayConfigError(`timeoutMs is ${timeoutMs}. Give whole milliseconds from 1 to ${TIMEOUT_MAX_MS}.`);
}

function readAppId(appId: string): string {
  if (typeof appId === 'string' && /^\d{1,32}$/.test(appId)) return appId;
  throw new AlipayConfigError(
    `appId is ${JSON.stringify(appId) ?? 'missing'}. Give the app's id from Alipay's console, as text of digits: "2021000000000000".`,
  );
}

export function readGateway(name: string, gateway: string): URL {
  const url = new URL(readAddress(name, gateway, PRODUCTION_GATEWAY));
  if (url.username === '' && url.password === '') return url;
  throw new AlipayConfigError(`${name} holds a user name or password, which fetch refuses to send. Leave them out.`);
}

function readAddress<Given extends string | undefined>(name: string, given: Given, example: string): Given {
  const protocol = typeof given === 'string' && URL.canParse(given) ? new URL(given).protocol : undefined;
  if (given === undefined || protocol === 'https:' || protocol === 'http:') return given;
  throw new AlipayConfigError(`${name} is ${JSON.stringify(given)}. Give an absolute url, like "${example}".`);
}

function readCharset(charset: string): Charset {
  const known = charsetOf(charset);
  if (known !== undefined) return known;
  throw new AlipayConfigError(`charset is ${JSON.stringify(charset)}. Alipay takes "utf-8" and "gbk".`);
}

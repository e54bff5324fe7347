import { type Charset, charsetOf } from '../charset/index.ts';
import { AlipayConfigError } from '../errors/index.ts';
import type { Transport } from '../gateway/index.ts';
import { type AppKeys, readAppKeys } from '../keys/index.ts';
import type { SignType } from '../signing/index.ts';
import { type Clock, systemClock } from '../time/index.ts';

/** Alipay's production gateway. */
export const PRODUCTION_GATEWAY = 'https://openapi.alipay.com/gateway.do';

/** Alipay's own sandbox, for apps made in its sandbox console. */
export const ALIPAY_SANDBOX_GATEWAY = 'https://openapi-sandbox.dl.alipaydev.com/gateway.do';

/** How a client is set up. Keys are text in any usual form: PEM or bare base64, PKCS#1 or PKCS#8, one line or many. */
export interface AlipayOptions {
  /** The app's id in Alipay's console, digits. */
  readonly appId: string;
  /** The app's private key (应用私钥). */
  readonly privateKey: string;
  /**
   * Alipay's public key (支付宝公钥), which Alipay's console shows once the app public key has been uploaded. Several
   * during a rotation: a signature by any of them counts.
   */
  readonly alipayPublicKey: string | readonly string[];
  /** The gateway's url. Default: {@link PRODUCTION_GATEWAY}. */
  readonly gateway?: string;
  /** Default `RSA2` (SHA-256). `RSA` (SHA-1) only for apps that never moved on. */
  readonly signType?: SignType;
  /** Default `utf-8`. */
  readonly charset?: Charset;
  /** How long to wait for an answer, in milliseconds. Default 15000. */
  readonly timeoutMs?: number;
  /** Default: the host's clock. */
  readonly clock?: Clock;
  /** Default: the platform's `fetch`. */
  readonly transport?: Transport;
}

/** The options, checked, defaults filled in, keys parsed. */
export interface ClientSettings {
  readonly appId: string;
  readonly keys: AppKeys;
  readonly gateway: URL;
  readonly signType: SignType;
  readonly charset: Charset;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly transport: Transport;
}

const TIMEOUT_DEFAULT_MS = 15_000;
const TIMEOUT_MAX_MS = 10 * 60 * 1000;

/** @throws {AlipayConfigError} that names the option and what is wrong with it. */
export function readOptions(options: AlipayOptions): ClientSettings {
  const signType = options.signType ?? 'RSA2';
  if (signType !== 'RSA2' && signType !== 'RSA') {
    throw new AlipayConfigError(`signType is ${JSON.stringify(signType)}. Use "RSA2", or "RSA" for old apps.`);
  }
  return Object.freeze({
    appId: readAppId(options.appId),
    keys: readAppKeys({ privateKey: options.privateKey, alipayPublicKey: options.alipayPublicKey, signType }),
    gateway: readGateway(options.gateway ?? PRODUCTION_GATEWAY),
    signType,
    charset: readCharset(options.charset ?? 'utf-8'),
    timeoutMs: readTimeout(options.timeoutMs ?? TIMEOUT_DEFAULT_MS),
    clock: options.clock ?? systemClock,
    transport: options.transport ?? ((url, init) => fetch(url, init)),
  });
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

function readGateway(gateway: string): URL {
  const url = URL.canParse(gateway) ? new URL(gateway) : undefined;
  if (url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new AlipayConfigError(
    `gateway is ${JSON.stringify(gateway)}. Give an absolute url, like "${PRODUCTION_GATEWAY}".`,
  );
}

function readCharset(charset: string): Charset {
  const known = charsetOf(charset);
  if (known !== undefined) return known;
  throw new AlipayConfigError(`charset is ${JSON.stringify(charset)}. Alipay takes "utf-8" and "gbk".`);
}

import type { App } from '../apps/app.ts';
import type { AppBook } from '../apps/app-book.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import { checkAppCertificate, checkRootCertificates } from '../gateway/checks.ts';
import { GatewayRefusal } from '../gateway/refusal.ts';
import { bitsOf, RSA2_BITS_MIN } from '../signing/keys.ts';
import { publicKey } from '../signing/signature.ts';
import { type Authorization, readAuthorization } from './authorization.ts';
import type { NonceBook } from './nonce-book.ts';
import { checkV3Signature } from './signature-check.ts';
import type { V3Request } from './v3-request.ts';

export interface CheckParts {
  readonly apps: AppBook;
  readonly clock: SandboxClock;
  readonly nonces: NonceBook;
}

/** How far a timestamp may be from the clock. */
export const TIMESTAMP_TOLERANCE_MS = 10 * 60_000;

/** Who calls, once everything about the call is right, in the gateway's order. @throws {GatewayRefusal} */
export function checkV3(parts: CheckParts, request: V3Request): App {
  const authorization = readAuthorization(request.header('authorization'));
  if (authorization === 'other algorithm') {
    throw invalid('isv.invalid-signature-type', '无效的签名类型：应为ALIPAY-SHA256withRSA');
  }
  checkTimestamp(required(authorization, 'timestamp', 'isv.missing-timestamp', '缺少时间戳参数'), parts.clock);
  const appId = required(authorization, 'app_id', 'isv.missing-app-id', '缺少appId参数');
  const app = parts.apps.find(appId);
  if (app === undefined) throw invalid('isv.invalid-app-id', '无效的AppID参数');
  const nonce = required(authorization, 'nonce', 'isv.invalid-parameter', '参数无效：authorization中缺少nonce');
  if (authorization.signature === undefined) throw missing('isv.missing-signature', '缺少签名参数');
  checkCertificates(app, authorization.fields.get('app_cert_sn'), request.header('alipay-root-cert-sn'));
  if (bitsOf(publicKey(app.publicKey)) < RSA2_BITS_MIN) {
    const what = '验签出错, 未配置对应签名算法的公钥或者证书';
    throw new GatewayRefusal('40003', 'isv.missing-signature-config', what);
  }
  checkV3Signature(request, authorization, app);
  if (!parts.nonces.isNew(appId, nonce)) {
    throw invalid(
      'isv.suspected-attack',
      '疑似攻击：nonce重复使用 / this nonce was used before; make a new one per request',
    );
  }
  return app;
}

/** PHP's v3 client does not name the roots, so they are checked only when named. */
function checkCertificates({ certificates }: App, appSn: string | undefined, rootSn: string | undefined): void {
  if (certificates === undefined) return;
  if (appSn === undefined) throw missing('isv.missing-app-cert-sn', '缺少应用公钥证书序列号app_cert_sn');
  checkAppCertificate(certificates, appSn);
  if (rootSn !== undefined) checkRootCertificates(certificates, rootSn);
}

/** Near the host's clock or the sandbox's: tests move the latter, while SDKs go on writing the former. */
function checkTimestamp(text: string, clock: SandboxClock): void {
  if (!/^\d{13}$/.test(text)) throw invalid('isv.invalid-timestamp', '非法的时间戳参数：应为毫秒');
  const at = Number(text);
  const isNear = [clock.now(), clock.baseNow()].some((now) => Math.abs(now - at) <= TIMESTAMP_TOLERANCE_MS);
  if (!isNear) throw invalid('isv.illegal-timestamp', '非法的时间戳参数：与当前时间相差超过10分钟');
}

function required({ fields }: Authorization, name: string, subCode: string, subMsg: string): string {
  const value = fields.get(name) ?? '';
  if (value !== '') return value;
  const hint = fields.has(` ${name}`)
    ? '：authorization的逗号后面不加空格 / no space after the commas of authorization'
    : '';
  throw missing(subCode, `${subMsg}${hint}`);
}

function missing(subCode: string, subMsg: string): GatewayRefusal {
  return new GatewayRefusal('40001', subCode, subMsg);
}

function invalid(subCode: string, subMsg: string): GatewayRefusal {
  return new GatewayRefusal('40002', subCode, subMsg);
}

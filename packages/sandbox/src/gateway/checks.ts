import { charsetOf } from '@till/alipay/charset';
import { parseBeijing } from '@till/alipay/time';
import type { App, AppCertificates } from '../apps/app.ts';
import type { AppBook } from '../apps/app-book.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { Parameters } from '../signing/canonical.ts';
import { bitsOf, RSA2_BITS_MIN } from '../signing/keys.ts';
import { isSignType, publicKey, type SignType } from '../signing/signature.ts';
import type { GatewayRequest } from './parameters.ts';
import { GatewayRefusal } from './refusal.ts';
import { checkSignature } from './signature-check.ts';

/**
 * How far a timestamp may be from the clock. A whole day, because several official SDKs write the host's local time
 * where Beijing time is meant, which is up to 20 hours off.
 */
const TIMESTAMP_TOLERANCE_MS = 24 * 60 * 60 * 1000;

/** The app that calls. @throws {GatewayRefusal} isv.missing-app-id, isv.invalid-app-id. */
export function checkApp(parameters: Parameters, apps: AppBook): App {
  const app = apps.find(required(parameters, 'app_id', 'isv.missing-app-id', '缺少appId参数'));
  return app ?? refuse('isv.invalid-app-id', '无效的AppID参数');
}

/**
 * Everything else that must be right before a method looks at a call, in the gateway's order.
 * @throws {GatewayRefusal}
 */
export function checkCall(request: GatewayRequest, app: App, clock: SandboxClock): SignType {
  const { parameters } = request;
  const version = required(parameters, 'version', 'isv.missing-version', '缺少版本参数');
  if (version !== '1.0') refuse('isv.invalid-version', '非法的版本参数');
  checkTimestamp(required(parameters, 'timestamp', 'isv.missing-timestamp', '缺少时间戳参数'), clock);
  const signType = required(parameters, 'sign_type', 'isv.missing-signature-type', '缺少签名类型参数');
  if (!isSignType(signType)) return refuse('isv.invalid-signature-type', '无效的签名类型');
  const charset = parameters.get('charset');
  if (charset !== undefined && charsetOf(charset) === undefined) refuse('isv.invalid-charset', '字符集错误');
  if (!/^json$/i.test(parameters.get('format') ?? 'JSON')) refuse('isv.invalid-format', '无效的数据格式');
  required(parameters, 'sign', 'isv.missing-signature', '缺少签名参数');
  if (signType === 'RSA2' && bitsOf(publicKey(app.publicKey)) < RSA2_BITS_MIN) {
    throw new GatewayRefusal('40003', 'isv.missing-signature-config', '验签出错, 未配置对应签名算法的公钥或者证书');
  }
  checkCertificates(app, parameters.get('app_cert_sn'), parameters.get('alipay_root_cert_sn'));
  checkSignature(request, app, signType);
  return signType;
}

/** An app in certificate mode names its certificate and Alipay's roots. @throws {GatewayRefusal} */
function checkCertificates({ certificates }: App, appSn: string | undefined, rootSn: string | undefined): void {
  if (certificates === undefined) return;
  if (appSn === undefined) {
    throw new GatewayRefusal('40001', 'isv.missing-app-cert-sn', '缺少应用公钥证书序列号参数app_cert_sn');
  }
  checkAppCertificate(certificates, appSn);
  if (rootSn === undefined) {
    const what = '缺少支付宝根证书序列号参数alipay_root_cert_sn';
    throw new GatewayRefusal('40001', 'isv.missing-alipay-root-cert-sn', what);
  }
  checkRootCertificates(certificates, rootSn);
}

export function checkAppCertificate({ app }: AppCertificates, sn: string): void {
  if (sn === app.sn) return;
  refuse('isv.app-cert-not-exist', `应用公钥证书不存在：app_cert_sn应为${app.sn} / the SN of this app's certificate`);
}

export function checkRootCertificates({ roots }: AppCertificates, sn: string): void {
  if (sn === roots.sn) return;
  const hint = `应为${roots.sn} / only the roots signed with RSA count`;
  refuse('isv.invalid-alipay-root-cert-sn', `无效支付宝根证书序列号：${hint}`);
}

/** Near the host's clock or the sandbox's: tests move the latter, while SDKs go on writing the former. */
function checkTimestamp(text: string, clock: SandboxClock): void {
  const at = parseTimestamp(text);
  const isNear = [clock.now(), clock.baseNow()].some((now) => Math.abs(now - at) <= TIMESTAMP_TOLERANCE_MS);
  if (!isNear) refuse('isv.invalid-timestamp', '非法的时间戳参数');
}

function parseTimestamp(text: string): number {
  try {
    if (text.length === 'yyyy-MM-dd HH:mm:ss'.length) return parseBeijing(text);
  } catch {
    // Refused below, like any other text that is not a time.
  }
  return refuse('isv.invalid-timestamp', '非法的时间戳参数');
}

function required(parameters: Parameters, name: string, subCode: string, subMsg: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new GatewayRefusal('40001', subCode, subMsg);
  return value;
}

function refuse(subCode: string, subMsg: string): never {
  throw new GatewayRefusal('40002', subCode, subMsg);
}

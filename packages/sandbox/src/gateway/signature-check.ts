import { type Charset, CharsetError, charsetOf, decodeText, encodeText } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import { requestStringToSign } from '../signing/canonical.ts';
import { hashUnderKey, isSignedBy, type SignType } from '../signing/signature.ts';
import { decodeFields, type GatewayRequest } from './parameters.ts';
import { GatewayRefusal } from './refusal.ts';

/** @throws {GatewayRefusal} isv.invalid-signature, saying what is most likely wrong. */
export function checkSignature(request: GatewayRequest, app: App, signType: SignType): void {
  const signature = request.parameters.get('sign') ?? '';
  const text = requestStringToSign(request.parameters);
  const charset = charsetOf(request.parameters.get('charset') ?? '') ?? 'gbk';
  const fits = (candidate: string, encoding: Charset) => isSigned(candidate, encoding, signature, app, signType);
  if (fits(text, charset)) return;
  throw new GatewayRefusal('40002', 'isv.invalid-signature', explain(request, app, signType, text, fits));
}

function explain(
  request: GatewayRequest,
  app: App,
  signType: SignType,
  text: string,
  fits: (candidate: string, encoding: Charset) => boolean,
): string {
  if (request.isCharsetAssumed && fits(requestStringToSign(decodeFields(request.rawFields, 'utf-8')), 'utf-8')) {
    return '验签出错，未在请求的URL query中指定charset参数，网关按GBK解码。请把charset参数放在URL的query中，并用该编码对参数值编码 (put charset into the URL query: the gateway decoded the body as GBK)';
  }
  const made = hashUnderKey(request.parameters.get('sign') ?? '', app.publicKey);
  if ((made === 'RSA' || made === 'RSA2') && made !== signType) {
    return `验签出错，sign值与sign_type参数指定的签名类型不一致：sign_type参数值为${signType}，您实际用的签名类型可能是${made}`;
  }
  const hint = made === 'other key' ? otherKey(app) : otherText(request, text, fits);
  const gatewayText = text.replaceAll('&', '&amp;');
  return `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配（${hint}），网关生成的验签字符串为：${gatewayText}`;
}

function otherKey(app: App): string {
  return `签名所用的私钥与应用${app.appId}登记的应用公钥不是一对，或sign值已损坏 / not made with the private key that belongs to this app's registered public key, or damaged on the way`;
}

/** The key is right, so something else than the gateway's text was signed. Tries the usual mistakes. */
function otherText(
  request: GatewayRequest,
  text: string,
  fits: (candidate: string, encoding: Charset) => boolean,
): string {
  const { parameters, rawFields, charset } = request;
  const without = (name: string) => requestStringToSign(new Map([...parameters].filter(([key]) => key !== name)));
  const mistakes: readonly (readonly [candidate: string, hint: string])[] = [
    [without('sign_type'), 'sign_type也要参与签名 / sign_type must be signed too'],
    [text.replaceAll('\r\n', '\n'), '换行在传输中变成了\\r\\n / line breaks became \\r\\n on the way'],
    [withEmpties(rawFields, charset), '空值参数不参与签名 / leave empty parameters out of the signed text'],
    [joined(parameters, encodeURIComponent), '签名时不要对值做URL编码 / sign the values as they are, not URL-encoded'],
    [htmlEscaped(text), '签名后的值被HTML转义 / a value was signed in its HTML-escaped form'],
  ];
  const known = mistakes.find(
    ([candidate]) => candidate !== text && (fits(candidate, 'utf-8') || fits(candidate, 'gbk')),
  );
  if (known !== undefined) return known[1];
  if (fits(text, 'utf-8') || fits(text, 'gbk')) return '签名时用的编码与charset参数不同 / signed in another charset';
  return '密钥正确，但签名的内容与网关收到的不同，请逐字比对 / the key is right but another text was signed: compare it with this one';
}

function isSigned(text: string, charset: Charset, signature: string, app: App, signType: SignType): boolean {
  try {
    return isSignedBy(encodeText(text, charset), signature, app.publicKey, signType);
  } catch (error) {
    if (error instanceof CharsetError) return false;
    throw error;
  }
}

function withEmpties(fields: GatewayRequest['rawFields'], charset: Charset): string {
  const pairs = new Map(fields.map(([name, value]) => [decodeText(name, charset), decodeText(value, charset)]));
  return joined(pairs, (value) => value);
}

function htmlEscaped(text: string): string {
  return text.replaceAll('"', '&quot;');
}

function joined(pairs: ReadonlyMap<string, string>, print: (value: string) => string): string {
  return [...pairs]
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${print(value)}`)
    .join('&');
}

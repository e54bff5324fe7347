import { type Charset, CharsetError, charsetOf, encodeText } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import { requestStringToSign } from '../signing/canonical.ts';
import { firstDifference, type SignatureDiagnosis, type SignatureFinding } from '../signing/diagnosis.ts';
import { explainForeignSignature } from '../signing/foreign-signature.ts';
import { digestUnderKey, hashUnderKey, isSignedBy, type SignType } from '../signing/signature.ts';
import { isTwiceHashed, TWICE_HASHED } from '../signing/twice-hashed.ts';
import { decodeFields, type GatewayRequest } from './parameters.ts';
import { usualMistakes } from './usual-mistakes.ts';

/** The text that the gateway verifies, and its charset. */
export function expectedText({ parameters }: GatewayRequest): { text: string; charset: Charset } {
  return {
    text: requestStringToSign(parameters),
    charset: charsetOf(parameters.get('charset') ?? '') ?? 'gbk',
  };
}

/** Whether the signature of a request fits a text. */
export function fits(request: GatewayRequest, app: App, signType: SignType, text: string, charset: Charset): boolean {
  return isSigned(text, charset, request.parameters.get('sign') ?? '', app.publicKey, signType);
}

/** What is wrong with a signature that does not fit. `others`: whose keys may have been mixed up with this app's. */
export function diagnose(
  request: GatewayRequest,
  app: App,
  signType: SignType,
  others: readonly App[] = [],
): SignatureDiagnosis {
  const { text: expected } = expectedText(request);
  const signature = request.parameters.get('sign') ?? '';
  const made = hashUnderKey(signature, app.publicKey);
  const finding =
    made === 'other key'
      ? explainForeignSignature({ signature, bytes: bytesOf(expectedText(request)), signType, app, others })
      : ofText(request, app, signType, expected, made);
  const difference = finding.signed === undefined ? undefined : firstDifference(expected, finding.signed);
  const digest = digestUnderKey(signature, app.publicKey);
  return {
    expected,
    ...finding,
    ...(difference === undefined ? {} : { difference }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The key is right, so something else than the gateway's text was signed, or with another hash. */
function ofText(
  request: GatewayRequest,
  app: App,
  signType: SignType,
  expected: string,
  made: ReturnType<typeof hashUnderKey>,
): SignatureFinding {
  const isFit = (text: string) => CHARSETS.some((charset) => fits(request, app, signType, text, charset));
  if (!request.isCharsetAssumed && isFit(expected)) return ofSignedCharset(request);
  const sent = ofSentCharset(request, isFit);
  if (sent !== undefined) return sent;
  if (made !== signType) return ofHash(made, signType);
  for (const { signed, zh, en } of usualMistakes(request)) {
    if (signed !== expected && isFit(signed)) return { kind: 'text', signed, zh, en };
  }
  if (isTwiceHashed(bytesOf(expectedText(request)), request.parameters.get('sign') ?? '', app.publicKey))
    return TWICE_HASHED;
  return {
    kind: 'text',
    zh: '密钥正确，但签名的内容与网关收到的不同，请逐字比对',
    en: 'the key is right but another text was signed: compare it with this one',
  };
}

const CHARSETS: readonly Charset[] = ['utf-8', 'gbk'];

/** The bytes of the values were in another charset than the gateway read them in. */
function ofSentCharset(request: GatewayRequest, isFit: (text: string) => boolean): SignatureFinding | undefined {
  const other = request.charset === 'gbk' ? 'utf-8' : 'gbk';
  const signed = requestStringToSign(decodeFields(request.rawFields, other));
  if (signed === expectedText(request).text || !isFit(signed)) return undefined;
  if (request.isCharsetAssumed) {
    return {
      kind: 'charset',
      signed,
      zh: '未在请求的URL query中指定charset参数，网关按GBK解码。请把charset参数放在URL的query中，并用该编码对参数值编码',
      en: 'put charset into the URL query: the gateway decoded the body as GBK',
    };
  }
  return {
    kind: 'charset',
    signed,
    zh: `charset是${request.charset}，参数值却是按${other}编码发送的`,
    en: `charset says ${request.charset}, but the values were sent in ${other}`,
  };
}

/** The right text was signed, in other bytes than the gateway's. */
function ofSignedCharset({ parameters }: GatewayRequest): SignatureFinding {
  if (parameters.has('charset')) {
    return { kind: 'text', zh: '签名时用的编码与charset参数不同', en: 'signed in another charset than charset says' };
  }
  return {
    kind: 'charset',
    zh: '缺少charset参数，网关按GBK验签。请加上charset参数（如utf-8）并参与签名',
    en: 'there is no charset parameter, so GBK is assumed: send one, such as utf-8, and sign it',
  };
}

function ofHash(made: ReturnType<typeof hashUnderKey>, signType: SignType): SignatureFinding {
  if (made === 'RSA' || made === 'RSA2') {
    return {
      kind: 'hash',
      zh: `sign值与sign_type参数指定的签名类型不一致：sign_type参数值为${signType}，您实际用的签名类型可能是${made}`,
      en: `signed as ${made}, while sign_type says ${signType}`,
    };
  }
  return {
    kind: 'hash',
    zh: '签名用的哈希算法不对：RSA2为SHA256withRSA，RSA为SHA1withRSA',
    en: 'signed with another hash: RSA2 is SHA256withRSA, RSA is SHA1withRSA',
  };
}

/** In UTF-8 where the charset lacks a character: such a text cannot have been signed in it. */
function bytesOf({ text, charset }: { text: string; charset: Charset }): Buffer {
  try {
    return encodeText(text, charset);
  } catch (error) {
    if (error instanceof CharsetError) return Buffer.from(text);
    throw error;
  }
}

function isSigned(text: string, charset: Charset, sign: string, publicKey: string, signType: SignType): boolean {
  try {
    return isSignedBy(encodeText(text, charset), sign, publicKey, signType);
  } catch (error) {
    if (error instanceof CharsetError) return false;
    throw error;
  }
}

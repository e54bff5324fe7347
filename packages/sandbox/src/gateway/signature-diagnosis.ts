import { type Charset, CharsetError, charsetOf, encodeText } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import { requestStringToSign } from '../signing/canonical.ts';
import { firstDifference, type SignatureDiagnosis } from '../signing/diagnosis.ts';
import { digestUnderKey, hashUnderKey, isSignedBy, type SignType } from '../signing/signature.ts';
import { decodeFields, type GatewayRequest } from './parameters.ts';
import { usualMistakes } from './usual-mistakes.ts';

type Finding = Pick<SignatureDiagnosis, 'kind' | 'zh' | 'en' | 'signed'>;

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
    made === 'other key' ? ofKey(request, app, signType, others) : ofText(request, app, signType, expected, made);
  const difference = finding.signed === undefined ? undefined : firstDifference(expected, finding.signed);
  const digest = digestUnderKey(signature, app.publicKey);
  return {
    expected,
    ...finding,
    ...(difference === undefined ? {} : { difference }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The registered key does not open the signature. */
function ofKey(request: GatewayRequest, app: App, signType: SignType, others: readonly App[]): Finding {
  const signature = request.parameters.get('sign') ?? '';
  const { text, charset } = expectedText(request);
  const repair = REPAIRS.find(({ of }) => isSigned(text, charset, of(signature), app.publicKey, signType));
  if (repair !== undefined) return { kind: 'key', zh: repair.zh, en: repair.en };
  if (app.publicKey === app.alipayPublicKey) {
    return {
      kind: 'key',
      zh: `应用${app.appId}登记的是支付宝公钥，应登记应用公钥（与您的应用私钥成对）`,
      en: 'what is registered is the Alipay public key: register the public key that belongs to your own private key',
    };
  }
  const owner = others.find(({ publicKey }) => hashUnderKey(signature, publicKey) !== 'other key');
  if (owner !== undefined) {
    return {
      kind: 'key',
      zh: `这是应用${owner.appId}的私钥所签，而app_id是${app.appId}`,
      en: `made with the private key of app ${owner.appId}, not of ${app.appId}`,
    };
  }
  return {
    kind: 'key',
    zh: `签名所用的私钥与应用${app.appId}登记的应用公钥不是一对，或sign值已损坏`,
    en: "not made with the private key that belongs to this app's registered public key, or damaged on the way",
  };
}

/** What may happen to the signature itself on its way. */
const REPAIRS: readonly { readonly of: (sign: string) => string; readonly zh: string; readonly en: string }[] = [
  {
    of: (sign) => sign.replaceAll(' ', '+'),
    zh: 'sign没有做URL编码，其中的加号到网关成了空格',
    en: 'sign was not URL-encoded when sent: its + became spaces',
  },
  {
    of: (sign) =>
      sign.replaceAll(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    zh: 'sign做了两次URL编码',
    en: 'sign was URL-encoded twice',
  },
  {
    of: (sign) => (/^[\da-f]+$/i.test(sign) ? Buffer.from(sign, 'hex').toString('base64') : sign),
    zh: 'sign应为base64，而不是十六进制',
    en: 'sign should be base64, not hexadecimal',
  },
];

/** The key is right, so something else than the gateway's text was signed, or with another hash. */
function ofText(
  request: GatewayRequest,
  app: App,
  signType: SignType,
  expected: string,
  made: ReturnType<typeof hashUnderKey>,
): Finding {
  const isFit = (text: string, charset: Charset) => fits(request, app, signType, text, charset);
  const isFitIn = (text: string) => isFit(text, 'utf-8') || (/[^\0-\x7f]/.test(text) && isFit(text, 'gbk'));
  if (request.isCharsetAssumed) {
    const signed = requestStringToSign(decodeFields(request.rawFields, 'utf-8'));
    if (isFit(signed, 'utf-8')) {
      return {
        kind: 'charset',
        signed,
        zh: '未在请求的URL query中指定charset参数，网关按GBK解码。请把charset参数放在URL的query中，并用该编码对参数值编码',
        en: 'put charset into the URL query: the gateway decoded the body as GBK',
      };
    }
  }
  if (made !== signType) return ofHash(made, signType);
  for (const { signed, zh, en } of usualMistakes(request)) {
    if (signed !== expected && (isFit(signed, 'utf-8') || isFit(signed, 'gbk')))
      return { kind: 'text', signed, zh, en };
  }
  if (isFitIn(expected)) {
    return { kind: 'text', zh: '签名时用的编码与charset参数不同', en: 'signed in another charset' };
  }
  return {
    kind: 'text',
    zh: '密钥正确，但签名的内容与网关收到的不同，请逐字比对',
    en: 'the key is right but another text was signed: compare it with this one',
  };
}

function ofHash(made: ReturnType<typeof hashUnderKey>, signType: SignType): Finding {
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

function isSigned(text: string, charset: Charset, sign: string, publicKey: string, signType: SignType): boolean {
  try {
    return isSignedBy(encodeText(text, charset), sign, publicKey, signType);
  } catch (error) {
    if (error instanceof CharsetError) return false;
    throw error;
  }
}

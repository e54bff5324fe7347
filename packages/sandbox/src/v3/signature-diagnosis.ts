import type { App } from '../apps/app.ts';
import { firstDifference, type SignatureDiagnosis } from '../signing/diagnosis.ts';
import { digestUnderKey, hashUnderKey, isSignedBy } from '../signing/signature.ts';
import type { Authorization } from './authorization.ts';
import type { V3Request } from './v3-request.ts';

interface SignedParts {
  readonly authString: string;
  readonly verb: string;
  readonly target: string;
  readonly body: string;
  readonly appAuthToken: string | undefined;
}

/** Five lines, the last only with an app's token; each ends with a line feed, an empty body's too. */
export function v3StringToSign({ authString, verb, target, body, appAuthToken }: SignedParts): string {
  const lines = [authString, verb, target, body, ...(appAuthToken === undefined ? [] : [appAuthToken])];
  return lines.map((line) => `${line}\n`).join('');
}

/** What a request's signature covers. */
export function signedParts(request: V3Request, { authString }: Authorization): SignedParts {
  return {
    authString,
    verb: request.wireVerb,
    target: request.target,
    body: request.signedBody,
    appAuthToken: request.header('alipay-app-auth-token'),
  };
}

/** What is wrong with a signature that does not fit. `others`: whose keys may have been mixed up with this app's. */
export function diagnoseV3(
  request: V3Request,
  authorization: Authorization,
  app: App,
  others: readonly App[] = [],
): SignatureDiagnosis {
  const { signature = '' } = authorization;
  const expected = v3StringToSign(signedParts(request, authorization));
  const finding = find(request, signedParts(request, authorization), signature, app, others);
  const difference = finding.signed === undefined ? undefined : firstDifference(expected, finding.signed);
  const digest = digestUnderKey(signature, app.publicKey);
  return {
    expected,
    ...finding,
    ...(difference === undefined ? {} : { difference }),
    ...(digest === undefined ? {} : { digest }),
  };
}

type Finding = Pick<SignatureDiagnosis, 'kind' | 'zh' | 'en' | 'signed'>;

function find(request: V3Request, parts: SignedParts, signature: string, app: App, others: readonly App[]): Finding {
  const made = hashUnderKey(signature, app.publicKey);
  if (made === 'other key') return ofKey(signature, app, others);
  if (made !== 'RSA2') return { kind: 'hash', zh: '签名算法应为SHA256withRSA', en: 'sign with SHA-256, not SHA-1' };
  for (const { changes, zh, en } of usualMistakes(request, parts)) {
    const signed = v3StringToSign({ ...parts, ...changes });
    if (isSignedBy(Buffer.from(signed), signature, app.publicKey, 'RSA2')) return { kind: 'text', signed, zh, en };
  }
  return {
    kind: 'text',
    zh: '密钥正确，但签名的内容与网关收到的不同，请逐字比对',
    en: 'the key is right but another text was signed: compare it with this one',
  };
}

function ofKey(signature: string, app: App, others: readonly App[]): Finding {
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

interface Mistake {
  readonly changes: Partial<SignedParts>;
  readonly zh: string;
  readonly en: string;
}

function usualMistakes(request: V3Request, { target, verb, body }: SignedParts): readonly Mistake[] {
  const [path = ''] = target.split('?');
  return [
    {
      changes: { appAuthToken: undefined },
      ...{ zh: '使用app_auth_token时，签名串还要加一行该令牌', en: 'add a last line with the app auth token' },
    },
    { changes: { body: '' }, zh: '请求体也要参与签名', en: 'the body must be signed' },
    {
      changes: { body: compact(body) },
      ...{ zh: '签名后请求体的JSON又被重新排版', en: 'the JSON body was laid out anew after signing' },
    },
    { changes: { target: path }, zh: 'URL的query也要参与签名', en: 'the query must be signed with the path' },
    {
      changes: { target: decoded(target) },
      ...{ zh: '签名用发送时的URL，编码后的', en: 'sign the URL as it is sent, percent-encoded' },
    },
    { changes: { verb: request.verb }, zh: '签名用实际发送的HTTP方法', en: 'sign the HTTP method that is sent' },
    { changes: { verb: verb.toLowerCase() }, zh: 'HTTP方法要大写', en: 'write the HTTP method in capitals' },
    {
      changes: { target: `${request.origin}${target}` },
      ...{ zh: '签名用路径，不含域名', en: 'sign the path without the host' },
    },
  ];
}

function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

function compact(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
}

import type { App } from '../apps/app.ts';
import { firstDifference, type SignatureDiagnosis, type SignatureFinding } from '../signing/diagnosis.ts';
import { explainForeignSignature } from '../signing/foreign-signature.ts';
import { digestUnderKey, hashUnderKey, isSignedBy } from '../signing/signature.ts';
import { isTwiceHashed, TWICE_HASHED } from '../signing/twice-hashed.ts';
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
  const difference = finding.signed === undefined ? undefined : firstDifference(expected, finding.signed, lineAt);
  const digest = digestUnderKey(signature, app.publicKey);
  return {
    expected,
    ...finding,
    ...(difference === undefined ? {} : { difference }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** What stands on each line of the text. */
const LINES = ['auth string', 'method', 'path', 'body', 'app_auth_token'];

function lineAt(before: string): string | undefined {
  return LINES[before.split('\n').length - 1];
}

function find(
  request: V3Request,
  parts: SignedParts,
  signature: string,
  app: App,
  others: readonly App[],
): SignatureFinding {
  const bytes = Buffer.from(v3StringToSign(parts));
  const made = hashUnderKey(signature, app.publicKey);
  if (made === 'other key') return explainForeignSignature({ signature, bytes, signType: 'RSA2', app, others });
  if (made !== 'RSA2') return { kind: 'hash', zh: '签名算法应为SHA256withRSA', en: 'sign with SHA-256, not SHA-1' };
  for (const { signed, zh, en } of usualMistakes(request, parts)) {
    if (isSignedBy(Buffer.from(signed), signature, app.publicKey, 'RSA2')) return { kind: 'text', signed, zh, en };
  }
  if (isTwiceHashed(bytes, signature, app.publicKey)) return TWICE_HASHED;
  return {
    kind: 'text',
    zh: '密钥正确，但签名的内容与网关收到的不同，请逐字比对',
    en: 'the key is right but another text was signed: compare it with this one',
  };
}

/** A text that a client may have signed instead of the right one, and what it then did wrong. */
interface Mistake {
  readonly signed: string;
  readonly zh: string;
  readonly en: string;
}

function usualMistakes(request: V3Request, parts: SignedParts): readonly Mistake[] {
  return [...ofOnePart(request, parts), ...ofTheLines(parts)];
}

function ofOnePart(request: V3Request, parts: SignedParts): Mistake[] {
  const { authString, target, verb, body } = parts;
  const [path = ''] = target.split('?');
  const changes: (Omit<Mistake, 'signed'> & { of: Partial<SignedParts> })[] = [
    {
      of: { appAuthToken: undefined },
      ...{ zh: '使用app_auth_token时，签名串还要加一行该令牌', en: 'add a last line with the app auth token' },
    },
    { of: { body: '' }, zh: '请求体也要参与签名', en: 'the body must be signed' },
    { of: { body: compact(body) }, zh: '签名后请求体的JSON又被重新排版', en: REPRINTED },
    { of: { body: spacious(body) }, zh: '签名后请求体的JSON又被重新排版', en: REPRINTED },
    { of: { target: path }, zh: 'URL的query也要参与签名', en: 'the query must be signed with the path' },
    {
      of: { target: decoded(target) },
      ...{ zh: '签名用发送时的URL，编码后的', en: 'sign the URL as it is sent, percent-encoded' },
    },
    { of: { verb: request.verb }, zh: '签名用实际发送的HTTP方法', en: 'sign the HTTP method that is sent' },
    { of: { verb: verb.toLowerCase() }, zh: 'HTTP方法要大写', en: 'write the HTTP method in capitals' },
    {
      of: { target: `${request.origin}${target}` },
      ...{ zh: '签名用路径，不含域名', en: 'sign the path without the host' },
    },
    {
      of: { authString: `ALIPAY-SHA256withRSA ${authString}` },
      ...{ zh: '签名串第一行不含算法名', en: 'the first line begins after the name of the algorithm' },
    },
  ];
  return changes.map(({ of, zh, en }) => ({ signed: v3StringToSign({ ...parts, ...of }), zh, en }));
}

const REPRINTED = 'the JSON body was laid out anew after signing';

/** The parts are right, but not how they are put together. */
function ofTheLines(parts: SignedParts): Mistake[] {
  const text = v3StringToSign(parts);
  return [
    {
      signed: parts.body === '' ? text.replace('\n\n', '\n') : text,
      ...{ zh: '请求体为空时也要留一个空行', en: 'an empty body is an empty line, not none' },
    },
    {
      signed: parts.body,
      ...{ zh: '只签了请求体：签名串还有前三行', en: 'only the body was signed: three lines come before it' },
    },
    {
      signed: text.slice(0, -1),
      ...{ zh: '每一行都以换行结尾，最后一行也是', en: 'every line ends with a line feed, the last one too' },
    },
    {
      signed: text.replaceAll('\n', '\r\n'),
      ...{ zh: '换行是\\n，不是\\r\\n', en: 'lines end with \\n, not with \\r\\n' },
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

/** As most languages but JavaScript print it: a space after `:` and `,`. */
function spacious(body: string): string {
  return body.replaceAll('":', '": ').replaceAll(',"', ', "');
}

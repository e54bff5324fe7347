import type { KeyObject } from 'node:crypto';
import { aesDecrypt, requiredAesKey } from '../encryption/index.ts';
import { AlipayResponseError, AlipaySignatureError, AlipayV3Error, type V3ErrorLink } from '../errors/index.ts';
import { type GatewayAnswer, type HttpAnswer, parseJson, type ResponseNode } from '../gateway/index.ts';
import { verifyBytes } from '../signing/index.ts';

/** How a v3 answer is to be read. */
export interface V3AnswerReader {
  readonly operation: string;
  readonly alipayPublicKeys: readonly KeyObject[];
  readonly encrypt: boolean;
  readonly encryptKey: KeyObject | undefined;
}

/** What is said about an answer in every error. */
interface About {
  readonly httpStatus: number;
  readonly body: string;
  readonly traceId: string | undefined;
}

/**
 * Reads a v3 answer: verifies its signature over the exact bytes received, and only then believes it. Results must be
 * signed; errors may come unsigned, and then say nothing about the outcome.
 * Source: Alipay open platform v3, "响应验签".
 * @throws {AlipayResponseError | AlipaySignatureError | AlipayV3Error}
 */
export function readV3Answer(reader: V3AnswerReader, answer: HttpAnswer): GatewayAnswer {
  const { httpStatus, traceId } = answer;
  const body = Buffer.from(answer.bytes).toString('utf8');
  const about: About = { httpStatus, body, traceId };
  const isSuccess = httpStatus >= 200 && httpStatus < 300;
  const signed = isSigned(reader, answer, about);
  if (isSuccess && !signed) {
    throw new AlipaySignatureError(
      `${reader.operation}: the answer is not signed, so it is not Alipay's. ${UNKNOWN}`,
      about,
    );
  }
  const text = isSuccess && reader.encrypt ? decrypted(reader, about) : body;
  const data = text === '' && isSuccess ? {} : parseObject(text);
  if (data === undefined) throw broken(reader.operation, 'did not answer with a JSON object', about);
  if (isSuccess) return { data, body, traceId };
  throw errorOf(reader.operation, data, signed, about);
}

const UNKNOWN = 'The outcome is unknown: query, or repeat with the same number.';

/** Whether the answer carries a signature, which then must be Alipay's. */
function isSigned(reader: V3AnswerReader, { headers, bytes }: HttpAnswer, about: About): boolean {
  const signature = headers.get('alipay-signature') ?? '';
  // Alipay writes this word where it has none.
  if (signature === '' || signature === 'null') return false;
  const prefix = `${headers.get('alipay-timestamp') ?? ''}\n${headers.get('alipay-nonce') ?? ''}\n`;
  const content = Buffer.concat([Buffer.from(prefix), bytes, Buffer.from('\n')]);
  if (verifyBytes(content, signature, reader.alipayPublicKeys, 'RSA2')) return true;
  throw new AlipaySignatureError(
    `${reader.operation}: the answer's signature does not fit. Check that the client has the public key or certificate ` +
      `that Alipay's console shows for this app; if it has, the answer is forged. ${UNKNOWN}`,
    about,
  );
}

function decrypted({ operation, encryptKey }: V3AnswerReader, about: About): string {
  // A method without a result, or one that Alipay does not encrypt.
  if (about.body === '' || about.body.startsWith('{')) return about.body;
  try {
    return aesDecrypt(requiredAesKey(encryptKey), about.body.replace(/^"|"$/g, ''));
  } catch {
    throw broken(operation, 'answered with a text that encryptKey does not decrypt', about);
  }
}

/** The error that an answer with an error's status is. */
export function errorOf(operation: string, data: ResponseNode, signed: boolean, about: About): Error {
  const { code, message } = data;
  if (typeof code !== 'string' || code === '')
    return broken(operation, 'answered with an unknown kind of error', about);
  const msg = typeof message === 'string' ? message : '';
  return new AlipayV3Error({
    operation,
    code,
    msg,
    details: data.details,
    links: linksOf(data.links),
    signed,
    data,
    ...about,
  });
}

function linksOf(links: unknown): V3ErrorLink[] {
  return (Array.isArray(links) ? links : []).filter((each): each is V3ErrorLink => typeof each?.link === 'string');
}

export function broken(operation: string, problem: string, about: About): AlipayResponseError {
  return new AlipayResponseError(
    `${operation}: Alipay ${problem} (HTTP status ${about.httpStatus}). ${UNKNOWN} ` +
      `The answer begins ${JSON.stringify(about.body.slice(0, 120))}.`,
    about,
  );
}

export function parseObject(text: string): ResponseNode | undefined {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ResponseNode) : undefined;
}

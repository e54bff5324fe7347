import { isUtf8 } from 'node:buffer';
import type { KeyObject } from 'node:crypto';
import { type Charset, decodeText } from '../charset/index.ts';
import { aesDecrypt, requiredAesKey } from '../encryption/index.ts';
import { AlipayGatewayError, AlipayResponseError, AlipaySignatureError } from '../errors/index.ts';
import { type SignType, verifyBytes } from '../signing/index.ts';
import { type JsonMember, topLevelMembers } from './json-members.ts';
import { parseJson } from './json-text.ts';

/** An HTTP answer of the gateway, not yet looked at. */
export interface RawAnswer {
  readonly httpStatus: number;
  readonly contentType: string;
  readonly traceId: string | undefined;
  readonly bytes: Uint8Array;
}

/**
 * A response node in Alipay's own names. `code` is `10000`; some OAuth methods leave it out. A whole number too large for
 * JavaScript comes as its text.
 */
export type ResponseNode = Readonly<Record<string, unknown>>;

/** A verified answer of the gateway. */
export interface GatewayAnswer {
  readonly data: ResponseNode;
  /** The whole answer's text, as received. */
  readonly body: string;
  readonly traceId: string | undefined;
}

/** How an answer is to be read: what was asked, and whose signature it must carry. */
export interface AnswerReader {
  readonly method: string;
  readonly charset: Charset;
  readonly signType: SignType;
  readonly alipayPublicKeys: readonly KeyObject[];
  /** The AES key, where the client has one: for answers to encrypted calls. */
  readonly encryptKey?: KeyObject | undefined;
}

/**
 * Reads the gateway's answer: finds the response node, verifies its signature over the exact bytes received, and only
 * then believes it.
 * @throws {AlipayResponseError} if it is no gateway answer; {@link AlipaySignatureError} if it is not verifiably
 * Alipay's; {@link AlipayGatewayError} if it is an error.
 */
export function readAnswer(reader: AnswerReader, raw: RawAnswer): GatewayAnswer {
  const charset = charsetOf(reader.charset, raw.bytes);
  const body = decodeText(raw.bytes, charset);
  const about = { body, traceId: raw.traceId };
  const broken = (problem: string): AlipayResponseError =>
    new AlipayResponseError(
      `${reader.method}: ${problem}. The outcome is unknown: query, or repeat with the same number. ` +
        `The answer (${raw.contentType || 'of no content type'}) begins ${JSON.stringify(body.slice(0, 120))}.`,
      { httpStatus: raw.httpStatus, ...about },
    );

  if (raw.httpStatus !== 200) throw broken(`the gateway answered with HTTP status ${raw.httpStatus}${hint(raw)}`);
  const members = topLevelMembers(raw.bytes, charset);
  if (members === undefined) throw broken('the gateway did not answer with a whole JSON object');
  const node = responseNode(members, reader.method);
  if (node === undefined) throw broken('the answer has no response node for this method, or more than one');
  const signed = raw.bytes.subarray(node.start, node.end);
  // By the signed bytes alone: bytes around them must not change what they say.
  const signedCharset = charsetOf(reader.charset, signed);
  const value = parseJson(decodeText(signed, signedCharset));
  if (!isObject(value) && typeof value !== 'string') throw broken('the response node is not a JSON object');

  const signature = textMember(members, 'sign', raw.bytes);
  if (signature !== undefined && !verifyBytes(signed, signature, reader.alipayPublicKeys, reader.signType)) {
    throw new AlipaySignatureError(
      `${reader.method}: the answer's signature does not fit. Check that alipayPublicKey is the one Alipay's console ` +
        'shows for this app; if it is, the answer is forged. The outcome is unknown: query, or repeat with the same number.',
      about,
    );
  }
  const isEncrypted = typeof value === 'string';
  if (isEncrypted && signature === undefined) throw unsigned(reader.method, about);
  const data = isEncrypted ? decryptedNode(reader.encryptKey, value, signedCharset) : value;
  if (data === undefined) throw broken('the response node is encrypted, and cannot be decrypted with encryptKey');
  return judge(reader.method, data, signature !== undefined, about);
}

/** Methods that are pages answer a server as they answer a browser: by a redirect to the page. */
function hint({ httpStatus }: RawAnswer): string {
  if (httpStatus < 300 || httpStatus >= 400) return '';
  return ', a redirect, which is not followed: if the method is a page, open it in a browser with pageForm or pageUrl';
}

function judge(
  method: string,
  data: ResponseNode,
  signed: boolean,
  about: { body: string; traceId: string | undefined },
): GatewayAnswer {
  const code = optionalText(data.code);
  const isError = code === undefined ? data.sub_code !== undefined : code !== '10000' && code !== ORDER_WAITS_FOR_BUYER;
  // Only the gateway itself answers unsigned, before it knows the app. Results and business refusals are always signed.
  if (!signed && (!isError || code === '40004')) throw unsigned(method, about);
  if (!isError) return { data, ...about };
  throw new AlipayGatewayError({
    method,
    code: code ?? '',
    msg: optionalText(data.msg) ?? '',
    subCode: optionalText(data.sub_code),
    subMsg: optionalText(data.sub_msg),
    signed,
    data,
    ...about,
  });
}

function unsigned(method: string, about: { body: string; traceId: string | undefined }): AlipaySignatureError {
  return new AlipaySignatureError(
    `${method}: the answer is not signed, so it is not verifiably Alipay's. The outcome is unknown: query, or repeat ` +
      'with the same number.',
    about,
  );
}

/** The serial number of the certificate by which an answer says it is signed. Certificate mode only. */
export function certificateOf(reader: Pick<AnswerReader, 'charset'>, raw: RawAnswer): string | undefined {
  const members = topLevelMembers(raw.bytes, charsetOf(reader.charset, raw.bytes)) ?? [];
  return textMember(members, 'alipay_cert_sn', raw.bytes);
}

/**
 * The response node of an answer that is not verified: only for the download of a certificate, which cannot be verified
 * before it is there, and is then checked by its own chain.
 */
export function readUnverified(method: string, raw: RawAnswer): ResponseNode | undefined {
  const charset = charsetOf('utf-8', raw.bytes);
  const node = responseNode(topLevelMembers(raw.bytes, charset) ?? [], method);
  const value = node && parseJson(decodeText(raw.bytes.subarray(node.start, node.end), charset));
  return isObject(value) ? value : undefined;
}

/** `alipay.trade.pay` alone: the order exists, the buyer must still confirm. */
const ORDER_WAITS_FOR_BUYER = '10003';

/**
 * The charset of an answer's bytes: the one that was asked for, but some error answers are GBK although UTF-8 was.
 *
 * The content type has no say in it, since it is not signed: signed bytes would say something else in another charset.
 */
function charsetOf(asked: Charset, bytes: Uint8Array): Charset {
  return asked === 'utf-8' && !isUtf8(bytes) ? 'gbk' : asked;
}

function responseNode(members: readonly JsonMember[], method: string): JsonMember | undefined {
  const expected = `${method.replaceAll('.', '_')}_response`;
  const nodes = members.filter(({ name }) => name === expected || name === 'error_response');
  return nodes.length === 1 ? nodes[0] : undefined;
}

/** The text of a member that stands there once. */
function textMember(members: readonly JsonMember[], name: string, bytes: Uint8Array): string | undefined {
  const [member, ...more] = members.filter((each) => each.name === name);
  if (member === undefined || more.length > 0) return undefined;
  const value = parseJson(Buffer.from(bytes.subarray(member.start, member.end)).toString('latin1'));
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is ResponseNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decryptedNode(key: KeyObject | undefined, cipherText: string, charset: Charset): ResponseNode | undefined {
  try {
    const value = parseJson(aesDecrypt(requiredAesKey(key), cipherText, charset));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

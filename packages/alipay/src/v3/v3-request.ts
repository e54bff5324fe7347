import type { KeyObject } from 'node:crypto';
import { aesEncrypt, requiredAesKey } from '../encryption/index.ts';
import { AlipayConfigError, AlipayRequestError } from '../errors/index.ts';
import {
  checkFiles,
  multipartForm,
  type RequestBody,
  type TransportRequest,
  type UploadFiles,
} from '../gateway/index.ts';
import type { Signer, SignType } from '../signing/index.ts';
import { authorizationHeader } from './authorization.ts';
import { placeFields, type V3Fields } from './operation.ts';

/** What goes beside the fields in one v3 call. */
export interface V3CallOptions {
  /** The merchant's token, when a third-party app (ISV) calls for a merchant. */
  readonly appAuthToken?: string;
  /** Files to upload, by the names of their fields. */
  readonly files?: UploadFiles;
  /** Further fields for the query, whatever the verb. */
  readonly query?: V3Fields;
  /** Encrypts body and answer with the client's `encryptKey` (AES); a query stays in the clear. Default false. */
  readonly encrypt?: boolean;
  /** Another gateway's url for this call. */
  readonly gateway?: string;
}

/** The client's own share of every v3 request. */
export interface V3Identity {
  readonly appId: string;
  readonly signType: SignType;
  readonly certificates?: { readonly appCertSn: string; readonly alipayRootCertSn: string } | undefined;
  readonly encryptKey?: KeyObject | undefined;
  readonly signer: Signer;
}

/** A signed v3 request, ready to be sent. */
export interface V3Request {
  readonly verb: TransportRequest['method'];
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RequestBody | undefined;
  /** The text that is signed as the body. */
  readonly text: string;
}

/**
 * Builds and signs a v3 request.
 * @throws {AlipayRequestError | AlipayConfigError}
 */
export async function v3Request(
  identity: V3Identity,
  operation: string,
  fields: V3Fields | undefined,
  options: V3CallOptions,
  at: { readonly now: number; readonly nonce: string },
): Promise<V3Request> {
  if (identity.signType !== 'RSA2') {
    throw new AlipayConfigError('The v3 protocol signs with RSA2 only. Leave signType out, or call the v2 method.');
  }
  const { verb, path, body } = placeFields(operation, fields, options.query);
  const { text, contentType, content } = contentOf(identity, operation, body, options);
  const token = options.appAuthToken;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new AlipayRequestError(`${operation}: appAuthToken is not a token.`);
  }
  const { appId, certificates, signer } = identity;
  const signed = { appId, appCertSn: certificates?.appCertSn, nonce: at.nonce, timestamp: at.now, verb, path };
  const headers: Record<string, string> = {
    accept: 'application/json',
    'alipay-request-id': at.nonce.replaceAll('-', '').slice(0, 32),
    authorization: await authorizationHeader(signer, { ...signed, body: text, appAuthToken: token }),
  };
  if (verb !== 'GET') headers['content-type'] = contentType;
  if (token !== undefined) headers['alipay-app-auth-token'] = token;
  if (certificates !== undefined) headers['alipay-root-cert-sn'] = certificates.alipayRootCertSn;
  // Without a body there is nothing to decrypt, and the gateway would refuse to.
  if (options.encrypt && text !== '') {
    headers['alipay-encrypt-type'] = 'AES';
    headers['alipay-encryption-algm'] = 'AES';
  }
  return { verb, path, headers, body: content, text };
}

interface Content {
  readonly text: string;
  readonly contentType: string;
  readonly content?: RequestBody;
}

function contentOf(
  identity: V3Identity,
  operation: string,
  body: V3Fields | undefined,
  { encrypt = false, files }: V3CallOptions,
): Content {
  const key = encrypt ? requiredAesKey(identity.encryptKey) : undefined;
  const json = body === undefined && files === undefined ? '' : jsonText(operation, body ?? {});
  const text = key === undefined || json === '' ? json : aesEncrypt(key, json);
  const contentType = key === undefined ? 'application/json' : 'text/plain';
  if (files !== undefined) {
    checkFiles(files);
    const form = multipartForm([{ name: 'data', contentType, text }], files, 'utf-8');
    return { text, contentType: form.contentType, content: form.body };
  }
  return text === '' ? { text, contentType } : { text, contentType, content: text };
}

function jsonText(operation: string, body: V3Fields): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new AlipayRequestError(`${operation}: the fields cannot be written as JSON (${(cause as Error).message}).`, {
      cause,
    });
  }
}

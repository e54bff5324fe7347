import type { Signer } from '../signing/index.ts';

/** What stands in the string to sign of a v3 request. */
export interface V3Signed {
  readonly appId: string;
  /** Certificate mode only. */
  readonly appCertSn?: string | undefined;
  /** Used once. */
  readonly nonce: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly verb: string;
  /** Path and query as on the wire. */
  readonly path: string;
  /** The body's text; of an upload the text of its `data` part; empty if there is none. */
  readonly body: string;
  readonly appAuthToken?: string | undefined;
}

/**
 * The value of the `authorization` header before its signature, and the string to sign.
 * Source: Alipay open platform v3, "接口签名".
 */
export function authorization(signed: V3Signed): { readonly authString: string; readonly content: string } {
  const certificate = signed.appCertSn === undefined ? '' : `,app_cert_sn=${signed.appCertSn}`;
  const authString = `app_id=${signed.appId}${certificate},nonce=${signed.nonce},timestamp=${signed.timestamp}`;
  const token = signed.appAuthToken ? `${signed.appAuthToken}\n` : '';
  return { authString, content: `${authString}\n${signed.verb}\n${signed.path}\n${signed.body}\n${token}` };
}

/** The whole `authorization` header. v3 knows one algorithm. */
export async function authorizationHeader(signer: Signer, signed: V3Signed): Promise<string> {
  const { authString, content } = authorization(signed);
  return `ALIPAY-SHA256withRSA ${authString},sign=${await signer.sign(Buffer.from(content), 'RSA2')}`;
}

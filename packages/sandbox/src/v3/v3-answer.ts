import { randomUUID } from 'node:crypto';
import type { App } from '../apps/app.ts';
import { encryptBytes } from '../encryption/aes.ts';
import type { AnswerFields } from '../gateway/answer.ts';
import type { GatewayRefusal } from '../gateway/refusal.ts';
import type { HttpReply } from '../http/message.ts';
import { signBytes } from '../signing/signature.ts';

export interface V3Seal {
  readonly app: App | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly traceId: string;
  /** The body goes out encrypted under this key. */
  readonly encryptKey?: string;
}

/** A flat JSON object, or its ciphertext, with Alipay's signature in the headers. */
export function v3Answer(fields: AnswerFields, status: number, seal: V3Seal): HttpReply {
  const plain = JSON.stringify(fields);
  if (seal.encryptKey === undefined) return sealed(plain, status, 'application/json;charset=UTF-8', seal);
  return sealed(encryptBytes(Buffer.from(plain), seal.encryptKey), status, 'text/plain;charset=UTF-8', seal);
}

/** `{code, message, links}`; always in the clear. */
export function v3Refusal(refusal: GatewayRefusal, address: string, seal: V3Seal): HttpReply {
  const body = {
    code: refusal.subCode.replace(/^(isv|isp|aop)\./, ''),
    message: refusal.subMsg,
    links: [{ link: `${address}/_sandbox/?traceId=${seal.traceId}`, desc: '解决方案' }],
  };
  return sealed(JSON.stringify(body), statusOf(refusal), 'application/json;charset=UTF-8', seal);
}

/** What HTTP says of a refusal: Alipay answers 400 to nearly everything, business failures included. */
function statusOf({ code }: GatewayRefusal): number {
  switch (code) {
    case '20000':
      return 500;
    case '20001':
      return 401;
    case '40005':
      return 429;
    case '40006':
      return 403;
    default:
      return 400;
  }
}

/** Header names in lower case: two official SDKs look them up so. Nothing is signed while the app is unknown. */
function sealed(body: string, status: number, contentType: string, { app, now, traceId }: V3Seal): HttpReply {
  const headers = { 'content-type': contentType, 'alipay-trace-id': traceId };
  if (app === undefined) return { status, headers, body };
  const nonce = randomUUID().replaceAll('-', '');
  const signature = signBytes(Buffer.from(`${now}\n${nonce}\n${body}\n`), app.alipayPrivateKey, 'RSA2');
  return {
    status,
    headers: {
      ...headers,
      'alipay-signature': signature,
      'alipay-timestamp': String(now),
      'alipay-nonce': nonce,
      ...(app.certificates === undefined ? {} : { 'alipay-sn': app.certificates.alipay.sn }),
    },
    body,
  };
}

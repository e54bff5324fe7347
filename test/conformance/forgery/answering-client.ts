import { createCipheriv, sign } from 'node:crypto';
import { Alipay, AlipayError, type AlipayOptions, type UncheckedCalls } from '@till/alipay';
import { certificates } from '../../../packages/alipay/src/certificate/certificate.fixture.ts';
import { keyPair } from '../../../packages/alipay/src/keys/keys.fixture.ts';

/** The ways in which an answer may come. */
export const WAYS = ['in key mode', 'with RSA', 'in GBK', 'encrypted', 'in certificate mode'] as const;
export type Way = (typeof WAYS)[number];

/** What Alipay sends, or a forger in its place. */
export interface Sent {
  readonly bytes: Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the client made of it: what it returned, or a refusal that it says Alipay has signed. */
export type Outcome = { readonly returned: object } | { readonly refused: object } | 'disbelieved';

const keys = { app: keyPair(), alipay: keyPair() };
const files = certificates(keys);
const AES_KEY = Buffer.alloc(16, 3);

/** Alipay's public key, for the bare primitive. */
export const ALIPAY_KEY = keys.alipay.publicKey;

/** What RSA and RSA2 are called in `node:crypto`. */
export const algorithmOf = (way: Way) => (way === 'with RSA' ? 'RSA-SHA1' : 'RSA-SHA256');

export function alipaySign(content: Uint8Array, way: Way): string {
  return sign(algorithmOf(way), content, keys.alipay.privateKey).toString('base64');
}

/** AES-128-CBC with a vector of zeros. Source: Alipay open platform, "接口内容加密方式". */
export function encrypted(plain: string): string {
  const cipher = createCipheriv('aes-128-cbc', AES_KEY, Buffer.alloc(16));
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

/** A client that gets for an answer what it is given to answer with, whatever it asks. */
export function answeredClient(way: Way): (sent: Sent) => UncheckedCalls {
  let next: Sent = { bytes: Buffer.alloc(0) };
  const client = open(way, async () => {
    const { bytes, status = 200, headers = {} } = next;
    return new Response(bytes.length === 0 ? null : new Uint8Array(bytes), { status, headers });
  });
  return (sent) => {
    next = sent;
    return client;
  };
}

function open(way: Way, transport: () => Promise<Response>): UncheckedCalls {
  const common = {
    appId: '2021000000000001',
    privateKey: keys.app.pkcs8,
    encryptKey: AES_KEY.toString('base64'),
    signType: way === 'with RSA' ? 'RSA' : 'RSA2',
    charset: way === 'in GBK' ? 'gbk' : 'utf-8',
    transport,
  } as const;
  const { app, alipay, root } = files;
  const options: AlipayOptions =
    way === 'in certificate mode'
      ? { ...common, appCert: app.pem, alipayCert: alipay.pem, alipayRootCert: root.pem }
      : { ...common, alipayPublicKey: keys.alipay.spki };
  return new Alipay(options);
}

/** How a call ended. An error that is none of the SDK's own is a fault. */
export async function outcomeOf(call: () => Promise<object>): Promise<Outcome> {
  try {
    return { returned: await call() };
  } catch (error) {
    if (!(error instanceof AlipayError)) throw error;
    if ('signed' in error && error.signed === true && 'data' in error) return { refused: Object(error.data) };
    return 'disbelieved';
  }
}

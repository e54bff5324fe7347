import { createSign, createVerify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { newKeyPair } from '../fixtures/key-pair.ts';

/** A request as the gateway understood it. */
export interface Asked {
  readonly method: string;
  /** All text parameters but the business content and the signature. */
  readonly params: Readonly<Record<string, string>>;
  readonly bizContent: Readonly<Record<string, unknown>> | undefined;
  readonly files: Readonly<Record<string, { readonly name: string; readonly text: string }>>;
}

/** What every request carries besides what it is about. */
const SYSTEM = ['app_id', 'method', 'format', 'charset', 'sign_type', 'timestamp', 'version'];

const APP = newKeyPair();
const ALIPAY = newKeyPair();
export const APP_ID = '2021000000000001';

/** The options of a client whose keys the gateway knows. */
export const KEYS = { appId: APP_ID, privateKey: APP.privateKey, alipayPublicKey: ALIPAY.publicKey };

/**
 * A gateway of the tests' own, written with node:crypto from the protocol: it checks each request's signature, writes
 * down what was asked, and answers signed.
 */
export async function openGateway(answers: Readonly<Record<string, Record<string, unknown>>> = {}) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://gateway.test');
    const parts = await readBody(request.headers['content-type'] ?? '', await buffer(request));
    const texts = { ...Object.fromEntries(url.searchParams), ...parts.texts };
    const problem = whyRefused(texts);
    if (problem === undefined) asked.push({ ...understand(texts), files: parts.files });
    const node = problem ?? answers[texts.method ?? ''] ?? { code: '10000', msg: 'Success' };
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(signedAnswer(`${(texts.method ?? '').replaceAll('.', '_')}_response`, node));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/gateway.do`,
    /** What was asked with a valid signature. */
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** What a gateway would understand of an order string, a url's query or a form's fields. @throws if it is not signed. */
export function understandSigned(form: string | Record<string, string>): Asked {
  const texts = Object.fromEntries(new URLSearchParams(form));
  const problem = whyRefused(texts);
  if (problem !== undefined) throw new Error(problem.sub_msg);
  return { ...understand(texts), files: {} };
}

/** A message's form body, signed as Alipay signs notifications. */
export function signedForm(fields: Record<string, string>): string {
  return new URLSearchParams({ ...fields, sign_type: 'RSA2', sign: signAsAlipay(stringToSign(fields)) }).toString();
}

/** A gateway's answer, signed over the node's text. */
export function signedAnswer(name: string, node: Record<string, unknown>): string {
  const text = JSON.stringify(node);
  return `{"${name}":${text},"sign":"${signAsAlipay(text)}"}`;
}

export function stringToSign(fields: Record<string, string>): string {
  const names = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '');
  return names
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
}

export function signAsAlipay(text: string | Uint8Array): string {
  return createSign('RSA-SHA256').update(text).sign(ALIPAY.privateKey, 'base64');
}

/** Whether a signature is the app's. */
export function isSignedByApp(text: string, signature: string): boolean {
  return createVerify('RSA-SHA256').update(text).verify(APP.publicKey, signature, 'base64');
}

function whyRefused(texts: Record<string, string>) {
  const isSigned = isSignedByApp(stringToSign(texts), texts.sign ?? '');
  const isWhole = SYSTEM.every((name) => texts[name]) && texts.app_id === APP_ID;
  if (isSigned && isWhole) return undefined;
  return { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature', sub_msg: '验签出错' };
}

function understand(texts: Record<string, string>): Omit<Asked, 'files'> {
  const { method = '', biz_content: content, sign: _, ...rest } = texts;
  const params = Object.fromEntries(Object.entries(rest).filter(([name]) => !SYSTEM.includes(name)));
  return { method, params, bizContent: content === undefined ? undefined : JSON.parse(content) };
}

async function readBody(contentType: string, body: Buffer) {
  const texts: Record<string, string> = {};
  const files: Record<string, { name: string; text: string }> = {};
  const parsed = contentType.startsWith('multipart/')
    ? await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    : new URLSearchParams(body.toString());
  for (const [name, value] of parsed) {
    if (typeof value === 'string') texts[name] = value;
    else files[name] = { name: value.name, text: await value.text() };
  }
  return { texts, files };
}

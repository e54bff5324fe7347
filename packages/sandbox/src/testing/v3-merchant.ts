import { createVerify, randomUUID } from 'node:crypto';
import type { RegisteredApp, Sandbox } from '../index.ts';
import { wrongTypes } from './facts-types.ts';
import { signText } from './merchant.ts';

/** What a v3 call sends beside its body; all of it may be left to the defaults. */
export interface V3Options {
  readonly headers?: Readonly<Record<string, string>>;
  /** Pairs of the authorization header to change; an empty one is dropped. */
  readonly auth?: Readonly<Record<string, string>>;
  /** Signed in place of the text that is right. */
  readonly signed?: (text: string) => string;
  readonly appAuthToken?: string;
  readonly algorithm?: string;
}

/** What came back. */
export interface V3Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** A merchant that calls v3, written against the protocol with nothing but node:crypto. */
export class V3Merchant {
  readonly sandbox: Sandbox;
  readonly app: RegisteredApp;

  constructor(sandbox: Sandbox, app: RegisteredApp) {
    this.sandbox = sandbox;
    this.app = app;
  }

  post(path: string, body: object, options: V3Options = {}): Promise<V3Answered> {
    return this.send('POST', path, JSON.stringify(body), options);
  }

  get(path: string, options: V3Options = {}): Promise<V3Answered> {
    return this.send('GET', path, '', options);
  }

  async send(verb: string, path: string, body: string, options: V3Options = {}): Promise<V3Answered> {
    const { headers = {}, appAuthToken, algorithm = 'ALIPAY-SHA256withRSA', signed = (text) => text } = options;
    const pairs = {
      app_id: this.app.app_id,
      nonce: randomUUID(),
      timestamp: String(this.sandbox.clock.now()),
      ...options.auth,
    };
    const authString = Object.entries(pairs)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}=${value}`)
      .join(',');
    const lines = [authString, verb, path, body, ...(appAuthToken === undefined ? [] : [appAuthToken])];
    const sign = signText(signed(lines.map((line) => `${line}\n`).join('')));
    const response = await fetch(`${this.sandbox.url}${path}`, {
      method: verb,
      headers: {
        'content-type': 'application/json',
        authorization: `${algorithm} ${authString},sign=${sign}`,
        ...(appAuthToken === undefined ? {} : { 'alipay-app-auth-token': appAuthToken }),
        ...headers,
      },
      ...(verb === 'GET' ? {} : { body }),
    });
    const text = await response.text();
    const answered = { status: response.status, headers: response.headers, text, body: parse(text) };
    const method = path.replace(/\?.*/, '').slice('/v3/'.length).replaceAll('/', '.');
    const wrong = response.ok ? wrongTypes(method, answered.body, 'v3') : [];
    if (wrong.length > 0) throw new Error(`not as the facts have it: ${wrong.join(', ')}`);
    return answered;
  }

  /** Whether an answer carries Alipay's signature over exactly its body. */
  verify({ headers, text }: V3Answered): boolean {
    const signed = `${headers.get('alipay-timestamp')}\n${headers.get('alipay-nonce')}\n${text}\n`;
    const signature = headers.get('alipay-signature') ?? '';
    return createVerify('RSA-SHA256').update(signed).verify(this.app.alipay_public_key, signature, 'base64');
  }
}

function parse(text: string): Record<string, unknown> {
  return text.startsWith('{') ? JSON.parse(text) : {};
}

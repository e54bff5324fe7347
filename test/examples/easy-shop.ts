import { Alipay } from '@till/alipay';
import { createSandbox, type RegisteredApp, type RequestDetail, type Sandbox } from '@till/sandbox';
import { createEasySdk, type EasySdk } from '../../packages/alipay/src/easy/index.ts';
import { newKeyPair } from '../fixtures/key-pair.ts';
import { readForm } from '../fixtures/payment-form.ts';

/** A call as the sandbox understood it. */
export interface Asked {
  readonly method: string;
  /** All text parameters but those that every call has, the business content and the signature. */
  readonly params: Readonly<Record<string, string>>;
  readonly bizContent: Readonly<Record<string, unknown>> | undefined;
}

const SYSTEM = ['app_id', 'method', 'format', 'charset', 'sign_type', 'timestamp', 'version', 'sign'];
const CERTIFICATES = ['app_cert_sn', 'alipay_root_cert_sn'];

/** Ready buyers of every sandbox; the second has Huabei. */
export const LI_LEI = '2088002100000011';
export const WANG_XIAOMING = '2088002100000033';

/** Somebody whose identity is to be certified. */
export const PERSON = {
  identityType: 'CERT_INFO',
  certType: 'IDENTITY_CARD',
  certName: '收委',
  certNo: '260104197909275964',
};

const keys = newKeyPair();

/** How an app signs. */
export type SignMode = 'key' | 'cert';
export const SIGN_MODES: readonly SignMode[] = ['key', 'cert'];

/** A merchant that has nothing but Easy SDK's functions, before a sandbox of its own. */
export class EasyShop implements AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly app: RegisteredApp;
  readonly privateKey = keys.privateKey;
  readonly alipay: Alipay;
  /** Throws what Alipay refuses. */
  readonly easy: EasySdk;
  /** Returns it, as Easy SDK does. */
  readonly lenient: EasySdk;

  private constructor(sandbox: Sandbox, app: RegisteredApp) {
    this.sandbox = sandbox;
    this.app = app;
    this.alipay = clientOf(sandbox, app);
    this.easy = createEasySdk(this.alipay);
    this.lenient = createEasySdk(this.alipay, { refusals: 'return' });
  }

  static async open(signMode: SignMode = 'key'): Promise<EasyShop> {
    const sandbox = await createSandbox({ reuseKeys: true });
    const registration = { public_key: keys.publicKey, sign_mode: signMode, encrypt_key: true } as const;
    return new EasyShop(sandbox, await sandbox.registerApp(registration));
  }

  /** The last calls with a valid signature that reached the sandbox, the latest last. */
  async asked(count = 1): Promise<Asked[]> {
    const requests = this.sandbox.requests({ direction: 'in' }).filter(({ method }) => method !== undefined);
    const details = await Promise.all(requests.slice(0, count).map(({ id }) => this.#detail(id)));
    return details.reverse().map(understand);
  }

  /** What the sandbox was asked by a call, however it answered. */
  async askedBy(call: () => unknown): Promise<Asked> {
    const before = this.sandbox.requests({ direction: 'in', limit: '1' })[0]?.id;
    await call();
    const [latest] = this.sandbox.requests({ direction: 'in', limit: '1' });
    if (latest === undefined || latest.id === before) throw new Error('Nothing was asked.');
    return understand(await this.#detail(latest.id));
  }

  async #detail(id: number): Promise<RequestDetail> {
    return (await (await fetch(`${this.sandbox.url}/_sandbox/requests/${id}`)).json()) as RequestDetail;
  }

  /** A buyer's browser opens a page: a form, or a url. Where Alipay sends it. */
  async open(page: string): Promise<string> {
    const response = page.startsWith('http') ? await fetch(page, { redirect: 'manual' }) : await submit(page);
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no page: ${await response.text()}`);
    return location;
  }

  /** The Alipay app is handed an order string. */
  async handToApp(orderString: string): Promise<string> {
    const taken = await fetch(`${this.sandbox.url}/app`, { method: 'POST', body: orderString, redirect: 'manual' });
    return this.open(new URL(taken.headers.get('location') ?? '', this.sandbox.url).href);
  }

  /** A trade that the first buyer has paid. */
  async paid(outTradeNo: string, amount = '88.88'): Promise<string> {
    const { trade_no: tradeNo = '' } = await this.easy.payment.common.create('龙井茶', outTradeNo, amount, LI_LEI);
    await this.sandbox.pay(tradeNo);
    return tradeNo;
  }

  /** The first buyer gives the app leave to know who he is; the code that it gets. */
  async consented(): Promise<string> {
    return (await this.#consent('publicAppAuthorize', LI_LEI)).get('auth_code') ?? '';
  }

  /** A merchant gives the app leave to act for him; the token that it gets. */
  async merchantToken(merchantAppId: string): Promise<string> {
    const code = (await this.#consent('appToAppAuth', merchantAppId)).get('app_auth_code');
    const content = { grant_type: 'authorization_code', code };
    const token = await this.easy.util.generic.execute('alipay.open.auth.token.app', null, content);
    const { app_auth_token: appAuthToken } = { app_auth_token: '', ...token };
    return appAuthToken;
  }

  async #consent(page: string, person: string): Promise<URLSearchParams> {
    const asked = { app_id: this.app.app_id, scope: 'auth_user', redirect_uri: 'https://shop.example/in' };
    const consent = await fetch(`${this.sandbox.url}/oauth2/${page}.htm?${new URLSearchParams(asked)}`, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'yes', person }),
      redirect: 'manual',
    });
    return new URL(consent.headers.get('location') ?? '').searchParams;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.sandbox.close();
  }
}

/** A client of the app, with other options where a test wants them. */
export function clientOf(sandbox: Sandbox, app: RegisteredApp): Alipay {
  const common = {
    appId: app.app_id,
    privateKey: keys.privateKey,
    gateway: sandbox.gatewayUrl,
    ...(app.encrypt_key === undefined ? {} : { encryptKey: app.encrypt_key }),
  };
  const { app_cert: appCert, alipay_cert: alipayCert = '', alipay_root_cert: alipayRootCert = '' } = app;
  if (appCert === undefined) return new Alipay({ ...common, alipayPublicKey: app.alipay_public_key });
  return new Alipay({ ...common, appCert, alipayCert, alipayRootCert });
}

function submit(html: string): Promise<Response> {
  const { action, method, fields } = readForm(html);
  return fetch(action, { method, body: new URLSearchParams(fields), redirect: 'manual' });
}

/** @throws for a call whose signature is not the app's. */
function understand({ parameters, sub_code: subCode, sub_msg: subMsg }: RequestDetail): Asked {
  if (subCode === 'isv.invalid-signature') throw new Error(subMsg);
  const { method = '', biz_content: content, ...rest } = parameters;
  const own = Object.entries(rest).filter(([name]) => !SYSTEM.includes(name) && !CERTIFICATES.includes(name));
  return {
    method,
    params: Object.fromEntries(own),
    bizContent: content === undefined ? undefined : JSON.parse(content),
  };
}

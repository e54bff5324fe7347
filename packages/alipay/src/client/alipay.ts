import { CharsetError, encodeText } from '../charset/index.ts';
import { AlipayRequestError } from '../errors/index.ts';
import {
  type BizContent,
  type CallOptions,
  formEncode,
  type GatewayAnswer,
  type ResponseNode,
  readAnswer,
  requestParameters,
  send,
  WIRE_CHARSET,
} from '../gateway/index.ts';
import { type Returned, type VerifiedParameters, verifyNotification, verifyReturn } from '../notification/index.ts';
import { pageForm } from '../page/index.ts';
import { signBytes, signContent } from '../signing/index.ts';
import { type AlipayOptions, type ClientSettings, readOptions, readTimeout } from './alipay-options.ts';

/** Options of one call to the gateway. */
export interface ExecuteOptions extends CallOptions {
  /** How long to wait for the answer, in milliseconds. Default: the client's. */
  readonly timeoutMs?: number;
  /** Ends the wait. The call may have taken effect all the same. */
  readonly signal?: AbortSignal;
}

/**
 * A client for one Alipay app, over the v2 gateway.
 *
 * Keys are parsed once, here. Every answer and message is verified; there is no way to turn that off.
 *
 * @example
 * const alipay = new Alipay({ appId, privateKey, alipayPublicKey });
 * const form = alipay.pageForm('alipay.trade.page.pay', {
 *   out_trade_no: 'A1001',
 *   total_amount: '88.88',
 *   subject: 'Longjing tea',
 *   product_code: 'FAST_INSTANT_TRADE_PAY',
 * }, { notifyUrl: 'https://shop.example/alipay/notify', returnUrl: 'https://shop.example/orders/A1001' });
 * const trade = await alipay.execute('alipay.trade.query', { out_trade_no: 'A1001' });
 */
export class Alipay {
  readonly #settings: ClientSettings;

  /** @throws {AlipayConfigError} that names the option and says what is wrong with it. */
  constructor(options: AlipayOptions) {
    this.#settings = readOptions(options);
  }

  /** The app this client speaks for. */
  get appId(): string {
    return this.#settings.appId;
  }

  /**
   * An HTML form that takes the browser to Alipay's page, with a script that submits it. For `alipay.trade.page.pay`
   * and the like. Serve it as `text/html` in any charset.
   * @throws {AlipayRequestError}
   */
  pageForm(method: string, bizContent: BizContent, options: CallOptions = {}): string {
    return pageForm(this.#settings.gateway, this.#signed(method, bizContent, options), this.#settings.charset);
  }

  /** The same request as {@link Alipay.pageForm}, as a url to send the browser to. @throws {AlipayRequestError} */
  pageUrl(method: string, bizContent: BizContent, options: CallOptions = {}): string {
    const url = new URL(this.#settings.gateway);
    const own = url.search === '' ? '' : `${url.search.slice(1)}&`;
    url.search = '';
    return `${url.href}?${own}${formEncode(this.#signed(method, bizContent, options), this.#settings.charset)}`;
  }

  /** The order string that a mobile app hands to Alipay's mobile SDK (`alipay.trade.app.pay`). @throws {AlipayRequestError} */
  orderString(method: string, bizContent: BizContent, options: CallOptions = {}): string {
    return formEncode(this.#signed(method, bizContent, options), this.#settings.charset);
  }

  /**
   * Calls a method and returns its response node, verified, in Alipay's own names.
   *
   * The request is sent once. After an error, `outcome` says what may be concluded.
   * @throws {AlipayRequestError | AlipayNetworkError | AlipayTimeoutError | AlipayResponseError | AlipaySignatureError | AlipayGatewayError}
   */
  async execute(method: string, bizContent?: BizContent, options: ExecuteOptions = {}): Promise<ResponseNode> {
    return (await this.exchange(method, bizContent, options)).data;
  }

  /** As {@link Alipay.execute}, with the answer's raw text and trace id beside the node. */
  async exchange(method: string, bizContent?: BizContent, options: ExecuteOptions = {}): Promise<GatewayAnswer> {
    const { gateway, charset, signType, keys, transport } = this.#settings;
    const timeoutMs = options.timeoutMs === undefined ? this.#settings.timeoutMs : readTimeout(options.timeoutMs);
    const url = new URL(gateway);
    // The gateway must know the charset before it can read the body.
    url.searchParams.set('charset', WIRE_CHARSET[charset]);
    const raw = await send(transport, {
      method,
      url: url.href,
      contentType: `application/x-www-form-urlencoded;charset=${WIRE_CHARSET[charset]}`,
      body: formEncode(this.#signed(method, bizContent, options), charset),
      timeoutMs,
      signal: options.signal,
    });
    return readAnswer({ method, charset, signType, alipayPublicKeys: keys.alipayPublicKeys }, raw);
  }

  /**
   * Verifies an asynchronous notification from its raw body and returns its parameters.
   *
   * Signature, algorithm and `app_id` are checked. Check order number, amount and seller yourself, and answer `success`
   * only once what it says is stored.
   * @throws {AlipayNotificationError}
   */
  verifyNotification(rawBody: string | Uint8Array): VerifiedParameters {
    return verifyNotification(this.#settings, rawBody);
  }

  /**
   * Verifies the parameters with which Alipay sent the browser back to the return url, and returns those it signed.
   * They do not prove that the trade is paid: query it.
   * @throws {AlipayNotificationError}
   */
  verifyReturn(returned: Returned): VerifiedParameters {
    return verifyReturn(this.#settings, returned);
  }

  #signed(method: string, bizContent: BizContent | undefined, options: CallOptions): Record<string, string> {
    const { charset, signType, keys, clock } = this.#settings;
    const parameters = requestParameters(this.#settings, method, bizContent, options, clock.now());
    try {
      parameters.sign = signBytes(encodeText(signContent(parameters), charset), keys.privateKey, signType);
    } catch (cause) {
      if (cause instanceof CharsetError) throw new AlipayRequestError(cause.message, { cause });
      throw cause;
    }
    return parameters;
  }
}

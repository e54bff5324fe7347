import type {
  ArgumentsOf,
  CallMethod,
  OrderStringMethod,
  PageMethod,
  ResponseOf,
  UploadArgumentsOf,
  UploadMethod,
  V3ArgumentsOf,
  V3Operation,
  V3ResponseOf,
} from '../api/index.ts';
import { type Bills, createBills } from '../bill/index.ts';
import type { Certificate } from '../certificate/index.ts';
import { createEasySdk, type EasySdk } from '../easy/easy-sdk.ts';
import { aesDecrypt, aesEncrypt, requiredAesKey } from '../encryption/index.ts';
import {
  type BizContent,
  type CallOptions,
  formEncode,
  type GatewayAnswer,
  type TransportRequest,
  type UploadFiles,
} from '../gateway/index.ts';
import {
  handleNotification,
  type NotificationHandlers,
  type NotificationListener,
  notificationListener,
  notificationRoute,
  type Receipt,
  type ReceivedBody,
  type Returned,
  receiveNotification,
  type VerifiedParameters,
  verifyCertifiedNotification,
  verifyNotification,
  verifyReturn,
} from '../notification/index.ts';
import { type NativeLogin, nativeLoginParameters } from '../oauth/index.ts';
import { pageForm, pageUrl } from '../page/index.ts';
import type { V3Event, V3Fields } from '../v3/index.ts';
import { type AlipayOptions, type ClientSettings, readOptions } from './alipay-options.ts';
import { certificateFor, certificateForMessage } from './certificates.ts';
import { callMethod, type ExecuteOptions, uploadFiles } from './gateway-calls.ts';
import { orderReturnedFrom, type ReturnedTrade, returnedTrade } from './returned-trade.ts';
import { gatewayOf, signed, signedAlone, signedNow } from './signed-request.ts';
import { callOperation, prepare, streamOperation, type V3Options } from './v3-calls.ts';

/** Encrypts and decrypts texts by the client's `encryptKey`. */
export interface Aes {
  /** @throws {AlipayConfigError} without `encryptKey`. */
  encrypt(plainText: string): string;
  /** @throws {AlipayConfigError} without `encryptKey`; {@link AlipayRequestError} for what was not made with it. */
  decrypt(cipherText: string): string;
}

/** Options of a page that is opened by a form. */
export interface PageFormOptions extends CallOptions {
  /**
   * The nonce of the page's Content-Security-Policy, which else keeps the form's script from running. The policy must
   * let forms go to Alipay too: `form-action https://*.alipay.com`.
   */
  readonly scriptNonce?: string;
}

/** A request as `fetch` takes it. */
export type SignedRequest = Pick<TransportRequest, 'method' | 'headers' | 'body'> & { readonly url: string };

/**
 * A client for one Alipay app, over the v2 gateway and the v3 REST protocol, in key mode or in certificate mode.
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
  #easy: EasySdk | undefined;

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
  pageForm<Method extends PageMethod>(method: Method, ...rest: ArgumentsOf<Method, PageFormOptions>): string;
  pageForm(method: string, bizContent: BizContent, options: PageFormOptions = {}): string {
    const parameters = signedNow(this.#settings, method, bizContent, options);
    return pageForm(gatewayOf(this.#settings, options), parameters, this.#settings.charset, options.scriptNonce);
  }

  /** As {@link Alipay.pageForm}, for a client with an external signer. */
  pageFormAsync<Method extends PageMethod>(
    method: Method,
    ...rest: ArgumentsOf<Method, PageFormOptions>
  ): Promise<string>;
  async pageFormAsync(method: string, bizContent: BizContent, options: PageFormOptions = {}): Promise<string> {
    const parameters = await signed(this.#settings, method, bizContent, options);
    return pageForm(gatewayOf(this.#settings, options), parameters, this.#settings.charset, options.scriptNonce);
  }

  /** The same request as {@link Alipay.pageForm}, as a url to send the browser to. @throws {AlipayRequestError} */
  pageUrl<Method extends PageMethod>(method: Method, ...rest: ArgumentsOf<Method, CallOptions>): string;
  pageUrl(method: string, bizContent: BizContent, options: CallOptions = {}): string {
    const parameters = signedNow(this.#settings, method, bizContent, options);
    return pageUrl(gatewayOf(this.#settings, options), parameters, this.#settings.charset);
  }

  /** As {@link Alipay.pageUrl}, for a client with an external signer. */
  pageUrlAsync<Method extends PageMethod>(method: Method, ...rest: ArgumentsOf<Method, CallOptions>): Promise<string>;
  async pageUrlAsync(method: string, bizContent: BizContent, options: CallOptions = {}): Promise<string> {
    const parameters = await signed(this.#settings, method, bizContent, options);
    return pageUrl(gatewayOf(this.#settings, options), parameters, this.#settings.charset);
  }

  /** The order string that a mobile app hands to Alipay's mobile SDK (`alipay.trade.app.pay`). @throws {AlipayRequestError} */
  orderString<Method extends OrderStringMethod>(method: Method, ...rest: ArgumentsOf<Method, CallOptions>): string;
  orderString(method: string, bizContent: BizContent, options: CallOptions = {}): string {
    return formEncode(signedNow(this.#settings, method, bizContent, options), this.#settings.charset);
  }

  /** As {@link Alipay.orderString}, for a client with an external signer. */
  orderStringAsync<Method extends OrderStringMethod>(
    method: Method,
    ...rest: ArgumentsOf<Method, CallOptions>
  ): Promise<string>;
  async orderStringAsync(method: string, bizContent: BizContent, options: CallOptions = {}): Promise<string> {
    return formEncode(await signed(this.#settings, method, bizContent, options), this.#settings.charset);
  }

  /** The string that a mobile app hands to Alipay's mobile SDK to log its user in. @throws {AlipayRequestError} */
  async loginString(login: NativeLogin): Promise<string> {
    const parameters = nativeLoginParameters(this.#settings.appId, this.#settings.signType, login);
    return formEncode(await signedAlone(this.#settings, parameters), this.#settings.charset);
  }

  /**
   * Calls a method and returns its response node, verified, in Alipay's own names.
   *
   * The request is sent once, unless `retry` says otherwise for calls that read. After an error, `outcome` says what may
   * be concluded.
   * @throws {AlipayRequestError | AlipayNetworkError | AlipayTimeoutError | AlipayResponseError | AlipaySignatureError | AlipayCertificateError | AlipayGatewayError}
   */
  execute<Method extends CallMethod>(
    method: Method,
    ...rest: ArgumentsOf<Method, ExecuteOptions>
  ): Promise<ResponseOf<Method>>;
  async execute(method: string, bizContent?: BizContent, options: ExecuteOptions = {}): Promise<object> {
    return (await this.exchange(method, bizContent, options)).data;
  }

  /** As {@link Alipay.execute}, with the answer's raw text and trace id beside the node. */
  async exchange(method: string, bizContent?: BizContent, options: ExecuteOptions = {}): Promise<GatewayAnswer> {
    return callMethod(this.#settings, method, bizContent, options);
  }

  /**
   * Calls a method that takes files, by the names that Alipay's document gives their fields; its texts go into
   * `options.params`. Texts are signed, files are not. A file may be a stream, which is never held whole.
   * @example
   * await alipay.upload('alipay.offline.material.image.upload',
   *   { image_content: { name: 'shop.jpg', content: createReadStream('shop.jpg') } },
   *   { params: { image_type: 'jpg', image_name: 'shop' } });
   * @throws as {@link Alipay.execute}
   */
  upload<Method extends UploadMethod>(
    method: Method,
    ...rest: UploadArgumentsOf<Method, ExecuteOptions>
  ): Promise<ResponseOf<Method>>;
  async upload(method: string, files: UploadFiles, options: ExecuteOptions = {}): Promise<object> {
    return (await uploadFiles(this.#settings, method, files, options)).data;
  }

  /**
   * Calls an operation of the v3 protocol and returns its answer, verified, in Alipay's own names. Fields that stand in
   * the path (`{activity_id}`) are put there, those of GET and DELETE into the query, all others into the JSON body;
   * files into `options.files`.
   * @example
   * await alipay.v3('POST /v3/alipay/trade/refund', { out_trade_no: 'A1001', refund_amount: '8.88' });
   * @throws as {@link Alipay.execute}, with {@link AlipayV3Error} for {@link AlipayGatewayError}
   */
  v3<Operation extends V3Operation>(
    operation: Operation,
    ...rest: V3ArgumentsOf<Operation, V3Options>
  ): Promise<V3ResponseOf<Operation>>;
  async v3(operation: string, fields?: V3Fields, options: V3Options = {}): Promise<object> {
    return (await callOperation(this.#settings, operation, fields, options)).data;
  }

  /** As {@link Alipay.v3}, with the answer's raw text and trace id beside it. */
  async v3Exchange(operation: string, fields?: V3Fields, options: V3Options = {}): Promise<GatewayAnswer> {
    return callOperation(this.#settings, operation, fields, options);
  }

  /**
   * The signed request of a v3 call, not sent: for whoever sends with means of their own.
   * @throws {AlipayRequestError | AlipayConfigError}
   */
  async v3Request(operation: string, fields?: V3Fields, options: V3Options = {}): Promise<SignedRequest> {
    const { verb, url, headers, body } = (await prepare(this.#settings, operation, fields, options)).request;
    return { method: verb, url, headers, ...(body === undefined ? {} : { body }) };
  }

  /**
   * Calls an operation of the v3 protocol that answers with a stream of events (`/v3/stream/...`), and gives them as they
   * come, until `end`; an `error` event is thrown. Alipay does not sign streams: only the connection vouches for them.
   */
  v3Stream(operation: string, fields?: V3Fields, options: V3Options = {}): AsyncIterable<V3Event> {
    return streamOperation(this.#settings, operation, fields, options);
  }

  /** AES by the client's `encryptKey`: for what Alipay's mini programs hand over encrypted, for example. */
  get aes(): Aes {
    const { encryptKey } = this.#settings;
    return {
      encrypt: (plainText) => aesEncrypt(requiredAesKey(encryptKey), plainText),
      decrypt: (cipherText) => aesDecrypt(requiredAesKey(encryptKey), cipherText),
    };
  }

  /** The account's bills: downloaded, unpacked, decoded, row by row. */
  get bills(): Bills {
    const { gateway, transport } = this.#settings;
    const execute = async (method: string, bizContent: BizContent, options: ExecuteOptions = {}) =>
      (await this.exchange(method, bizContent, options)).data;
    return createBills({ execute }, { gateway, fetch: transport });
  }

  /** The functions of Alipay Easy SDK, grouped, named and called as there: `alipay.easy.payment.common.query('A1001')`. */
  get easy(): EasySdk {
    this.#easy ??= createEasySdk(this);
    return this.#easy;
  }

  /**
   * Certificate mode: Alipay's certificate with this serial number (`alipay_cert_sn`). One that is not known is fetched,
   * and checked against the root.
   * @throws {AlipayCertificateError | AlipayConfigError}
   */
  async certificateFor(serialNumber: string): Promise<Certificate> {
    return certificateFor(this.#settings, serialNumber);
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
   * Answers Alipay's request with `success` once its message has been verified, compared with the order and handled;
   * with `failure` otherwise. On web-standard requests and responses (Hono, Next.js, Bun, Deno).
   * @example
   * app.post('/alipay/notify', (c) => alipay.handleNotification(c.req.raw, {
   *   findOrder: (outTradeNo) => orders.find(outTradeNo),
   *   on: { 'trade.paid': (event) => orders.pay(event.outTradeNo) },
   * }));
   */
  handleNotification(request: Request, handlers: NotificationHandlers): Promise<Response> {
    return handleNotification(this.#verifier(), request, handlers);
  }

  /** As {@link Alipay.handleNotification}, from the raw body: for Express, Fastify, Koa, NestJS. */
  receiveNotification(rawBody: ReceivedBody, handlers: NotificationHandlers): Promise<Receipt> {
    return receiveNotification(this.#verifier(), rawBody, handlers);
  }

  /**
   * As {@link Alipay.handleNotification}, as the handler of a route: for frameworks on web-standard requests.
   * @example
   * export const POST = alipay.notificationRoute({ findOrder, on: { 'trade.paid': markPaid } }); // Next.js
   */
  notificationRoute(handlers: NotificationHandlers): (request: Request) => Promise<Response> {
    return notificationRoute(this.#verifier(), handlers);
  }

  /**
   * As {@link Alipay.receiveNotification}, as a listener that answers by itself: for Express and Node's own server.
   * Give it its route before any body parser.
   * @example
   * shop.post('/alipay/notify', alipay.notificationListener({ findOrder, on: { 'trade.paid': markPaid } }));
   */
  notificationListener(handlers: NotificationHandlers): NotificationListener {
    return notificationListener(this.#verifier(), handlers);
  }

  /**
   * Verifies the parameters with which Alipay sent the browser back to the return url, and returns those it signed.
   * They do not prove that the trade is paid: {@link Alipay.returnedTrade} asks.
   * @throws {AlipayNotificationError}
   */
  verifyReturn(returned: Returned): VerifiedParameters {
    return verifyReturn(this.#settings, returned);
  }

  /**
   * For the page that the buyer comes back to: verifies the return, and asks Alipay where its trade stands.
   * @example
   * const { outTradeNo, isPaid } = await alipay.returnedTrade(request.url);
   * @throws {AlipayNotificationError} if the return is not Alipay's, or names no order; else as {@link Alipay.execute}
   */
  async returnedTrade(returned: Returned, options: ExecuteOptions = {}): Promise<ReturnedTrade> {
    const out_trade_no = orderReturnedFrom(this.verifyReturn(returned));
    return returnedTrade(await this.execute('alipay.trade.query', { out_trade_no }, options));
  }

  /** In certificate mode a message may name a certificate that is not known yet; then it is fetched first. */
  #verifier() {
    if (this.#settings.alipayCertificates === undefined) return this;
    const certificateKey = async (serialNumber: string) =>
      (await certificateForMessage(this.#settings, serialNumber)).publicKey;
    return {
      appId: this.#settings.appId,
      verifyNotification: (rawBody: string | Uint8Array) =>
        verifyCertifiedNotification(this.#settings, rawBody, certificateKey),
    };
  }
}

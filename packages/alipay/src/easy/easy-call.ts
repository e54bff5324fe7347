import type { GatewayMethod, ResponseOf } from '../api/index.ts';
import { AlipayGatewayError, AlipayRequestError } from '../errors/index.ts';
import type { BizContent, ResponseNode, UploadFiles } from '../gateway/index.ts';
import { AnyMethod, type EasyCallOptions, type EasyClient } from './easy-client.ts';
import { type EasyPage, type EasyResponse, easyResponse } from './easy-response.ts';

/** How the functions behave as a whole. */
export interface EasySettings {
  /** Where Alipay posts notifications of calls without {@link Extensions.asyncNotify}. */
  readonly notifyUrl?: string;
  /**
   * What becomes of an error code that Alipay has signed: `throw` an `AlipayGatewayError`, as everywhere in this
   * package (default), or `return` it as a response with `code` and `subCode`, as Easy SDK does. All else is thrown
   * either way.
   */
  readonly refusals?: 'throw' | 'return';
}

/** What the fluent extensions have gathered for one call. */
export interface Extras {
  readonly appAuthToken?: string;
  readonly authToken?: string;
  readonly notifyUrl?: string;
  readonly route?: string;
  readonly optional?: BizContent;
}

/** Text parameters beside `biz_content`, in Alipay's own names. */
export type TextParams = Readonly<Record<string, string>>;

/** Uploads may be large: as long as Easy SDK waits. */
const UPLOAD_TIMEOUT_MS = 100_000;

/** The way from a function of Easy SDK to the client, with what the call's extensions ask for. Never changes. */
export class EasyCall {
  readonly client: EasyClient;
  readonly #calls: AnyMethod;
  readonly #settings: EasySettings;
  readonly #extras: Extras;

  constructor(client: EasyClient, settings: EasySettings, extras: Extras = {}) {
    this.client = client;
    this.#calls = new AnyMethod(client);
    this.#settings = settings;
    this.#extras = extras;
  }

  /** The same with more asked for. */
  with(extras: Extras): EasyCall {
    const optional = { ...this.#extras.optional, ...extras.optional };
    return new EasyCall(this.client, this.#settings, { ...this.#extras, ...extras, optional });
  }

  execute<Method extends GatewayMethod>(
    method: Method,
    fields?: BizContent,
    params?: TextParams,
  ): Promise<EasyResponse<ResponseOf<Method>>>;
  execute(method: string, fields?: BizContent, params?: TextParams): Promise<EasyResponse>;
  execute(method: string, fields: BizContent = {}, params: TextParams = {}): Promise<EasyResponse> {
    const content = this.#content(fields);
    const bizContent = Object.keys(content).length === 0 ? undefined : content;
    return this.#answered(async () => {
      const { data, body } = await this.#calls.exchange(method, bizContent, this.#options(params));
      return easyResponse<ResponseNode>(data, body);
    });
  }

  /** Sends files. Methods that take files have no `biz_content`: their optional fields are text parameters too. */
  upload<Method extends GatewayMethod>(
    method: Method,
    params: TextParams,
    files: UploadFiles,
  ): Promise<EasyResponse<ResponseOf<Method>>>;
  upload(method: string, params: TextParams, files: UploadFiles): Promise<EasyResponse>;
  upload(method: string, params: TextParams, files: UploadFiles): Promise<EasyResponse> {
    const options = { ...this.#options({ ...params, ...this.#optionalTexts() }), timeoutMs: UPLOAD_TIMEOUT_MS };
    return this.#answered(async () => {
      const node = await this.#calls.upload(method, files, options);
      return easyResponse<ResponseNode>(node, JSON.stringify({ [`${method.replaceAll('.', '_')}_response`]: node }));
    });
  }

  form(method: string, fields: BizContent, params: TextParams = {}): EasyPage {
    return { body: this.#calls.pageForm(method, this.#content(fields), this.#options(params)) };
  }

  url(method: string, fields: BizContent, params: TextParams = {}): EasyPage {
    return { body: this.#calls.pageUrl(method, this.#content(fields), this.#options(params)) };
  }

  order(method: string, fields: BizContent, params: TextParams = {}): EasyPage {
    return { body: this.#calls.orderString(method, this.#content(fields), this.#options(params)) };
  }

  async #answered(ask: () => Promise<EasyResponse>): Promise<EasyResponse> {
    try {
      return await ask();
    } catch (error) {
      if (this.#settings.refusals !== 'return' || !(error instanceof AlipayGatewayError) || !error.signed) throw error;
      return easyResponse<ResponseNode>(error.data, error.body);
    }
  }

  /** Arguments left out are left out on the wire; what `optional` names stands above them. */
  #content(fields: BizContent): BizContent {
    const all = Object.entries({ ...fields, ...this.#extras.optional });
    return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== null));
  }

  #optionalTexts(): TextParams {
    const fields = Object.entries(this.#content({})).map(([name, value]): [string, string] => {
      if (typeof value === 'string') return [name, value];
      throw new AlipayRequestError(`optional ${name} is not text. A call that uploads a file takes only text.`);
    });
    return Object.fromEntries(fields);
  }

  /** Easy SDK lets text parameters name what this package has as options; extensions stand above them. */
  #options(texts: TextParams): EasyCallOptions {
    const { notify_url, return_url, app_auth_token, auth_token, ...params } = texts;
    const { route, ...extras } = this.#extras;
    const options: Record<string, string | undefined> = {
      notifyUrl: extras.notifyUrl ?? notify_url ?? this.#settings.notifyUrl,
      returnUrl: return_url,
      appAuthToken: extras.appAuthToken ?? app_auth_token,
      authToken: extras.authToken ?? auth_token,
    };
    const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== '');
    return {
      ...Object.fromEntries(given),
      params: { ...params, ...(route === undefined ? {} : { ws_service_url: route }) },
    };
  }
}

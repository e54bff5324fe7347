import type { BizContent, CallOptions, GatewayAnswer, ResponseNode, UploadFiles } from '../gateway/index.ts';

/** What goes beside the business fields in one call. */
export type EasyCallOptions = CallOptions & { readonly timeoutMs?: number };

/**
 * What Easy SDK's functions need of a client; `Alipay` is one. Whatever methods and fields its types allow: these
 * functions check their own arguments, and `util.generic` takes any method.
 */
export interface EasyClient {
  readonly appId: string;
  exchange(method: never, bizContent: never, options: never): Promise<GatewayAnswer>;
  upload(method: never, files: never, options: never): Promise<object>;
  pageForm(method: never, bizContent: never, options: never): string;
  pageUrl(method: never, bizContent: never, options: never): string;
  orderString(method: never, bizContent: never, options: never): string;
  verifyNotification(rawBody: string): unknown;
  readonly aes: { encrypt(plainText: string): string; decrypt(cipherText: string): string };
}

/** A client's calls for any method and any fields. */
export class AnyMethod {
  readonly #client: EasyClient;

  constructor(client: EasyClient) {
    this.#client = client;
  }

  exchange(method: string, bizContent: BizContent | undefined, options: EasyCallOptions): Promise<GatewayAnswer> {
    return this.#client.exchange(method as never, bizContent as never, options as never);
  }

  async upload(method: string, files: UploadFiles, options: EasyCallOptions): Promise<ResponseNode> {
    return { ...(await this.#client.upload(method as never, files as never, options as never)) };
  }

  pageForm(method: string, bizContent: BizContent, options: EasyCallOptions): string {
    return this.#client.pageForm(method as never, bizContent as never, options as never);
  }

  pageUrl(method: string, bizContent: BizContent, options: EasyCallOptions): string {
    return this.#client.pageUrl(method as never, bizContent as never, options as never);
  }

  orderString(method: string, bizContent: BizContent, options: EasyCallOptions): string {
    return this.#client.orderString(method as never, bizContent as never, options as never);
  }
}

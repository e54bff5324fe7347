/** Fields in Alipay's own names. */
export type Fields = Readonly<Record<string, unknown>>;

/** One call, whatever the protocol. */
export interface Asked {
  readonly method: string;
  readonly content?: Fields;
  /** Text parameters: beside the content in v2, fields like any other in v3. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly notifyUrl?: string;
  /** The user's token. */
  readonly authToken?: string;
}

/** A file to send, with the texts beside it. */
export interface Upload {
  readonly method: string;
  readonly field: string;
  readonly fileName: string;
  readonly content: Buffer;
  readonly texts: Readonly<Record<string, string>>;
}

/** What Alipay answered, its signature verified. */
export interface Answer {
  readonly fields: Fields;
  /** Why Alipay refused, in v3's words: v2's `sub_code` without `isv.` and the like. */
  readonly refusal?: string;
}

/** Where a page sends its visitor and Alipay its message. */
export interface PageUrls {
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
}

/** One SDK over one protocol, for one app: what a merchant's program does with it. */
export interface Client {
  call(asked: Asked): Promise<Answer>;
  upload(upload: Upload): Promise<Answer>;
  /** Pages and order strings are of v2 alone, whatever the protocol of the calls. */
  pageUrl(method: string, content: Fields, urls?: PageUrls): string;
  pageForm(method: string, content: Fields, urls?: PageUrls): string;
  orderString(method: string, content: Fields, urls?: PageUrls): string;
  /** Whether it takes a message's raw body for Alipay's. */
  believes(body: string): boolean;
}

/** `isv.code-invalid` in v2 is `code-invalid` in v3. */
export function bareCode(code: string): string {
  return code.replace(/^(isv|isp|aop)\./, '');
}

import type { Charset } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import type { Parameters } from '../signing/canonical.ts';
import type { SignType } from '../signing/signature.ts';
import type { UploadedFile } from '../wire/multipart.ts';
import type { AnswerFields } from './answer.ts';
import type { BizContent } from './biz-content.ts';
import type { Books } from './books.ts';

/** A checked call, as a method sees it. */
export interface Call {
  /** The app that calls; under an `app_auth_token`, with the `sellerId` of the merchant that it acts for. */
  readonly app: App;
  readonly method: string;
  readonly parameters: Parameters;
  readonly content: BizContent;
  readonly charset: Charset;
  readonly signType: SignType;
  /** What was uploaded; most calls carry nothing. */
  readonly files: readonly UploadedFile[];
}

/** Called by a merchant's server; answers with the fields of its response node. */
export interface ApiMethod {
  readonly kind: 'api';
  /** Its success has no `code` and `msg`, and its failure is an `error_response`. */
  readonly isBare?: true;
  /** What a business failure of this method carries beside the codes. */
  echo(content: BizContent): Readonly<Record<string, string>>;
  /** @throws {GatewayRefusal} */
  answer(call: Call, books: Books): AnswerFields;
}

/** Called by a buyer's browser; leads it to a page. */
export interface PageMethod {
  readonly kind: 'page';
  /** The page's path in the sandbox, e.g. `/cashier/...`. @throws {GatewayRefusal} */
  open(call: Call, books: Books): string;
}

export type GatewayMethod = ApiMethod | PageMethod;

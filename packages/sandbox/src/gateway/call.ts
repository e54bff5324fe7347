import type { Charset } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import type { Parameters } from '../signing/canonical.ts';
import type { SignType } from '../signing/signature.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import type { AnswerFields } from './answer.ts';
import type { BizContent } from './biz-content.ts';

/** A checked call, as a method sees it. */
export interface Call {
  readonly app: App;
  readonly method: string;
  readonly parameters: Parameters;
  readonly content: BizContent;
  readonly charset: Charset;
  readonly signType: SignType;
}

/** Called by a merchant's server; answers with the fields of its response node. */
export interface ApiMethod {
  readonly kind: 'api';
  /** What a business failure of this method carries beside the codes. */
  echo(content: BizContent): Readonly<Record<string, string>>;
  /** @throws {GatewayRefusal} */
  answer(call: Call, trades: TradeBook): AnswerFields;
}

/** Called by a buyer's browser; leads it to a page of the cashier. */
export interface PageMethod {
  readonly kind: 'page';
  readonly productCode: string;
  /** The page, below the cashier's session. */
  readonly page: '' | '/m';
  /** From when `timeout_express` counts. */
  readonly timeoutFrom: 'request' | 'trade';
}

export type GatewayMethod = ApiMethod | PageMethod;

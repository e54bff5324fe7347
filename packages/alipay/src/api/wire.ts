export type { UploadFile } from '../gateway/index.ts';

/**
 * A whole number on the gateway's wire. The gateway reads JSON numbers and text alike, and answers mostly with text
 * (`"3"`), sometimes with a number: read it with `Number(value)`.
 */
export type WireInteger = number | `${bigint}`;

/** A number on the gateway's wire, as JSON or as text. Amounts of money are {@link YuanAmount}s instead. */
export type WireNumber = number | `${number}`;

/** A truth value on the gateway's wire, as JSON or as text. */
export type WireBoolean = boolean | 'true' | 'false';

/**
 * An amount of money in yuan as decimal text with at most two decimals: `"88.88"`. Never a JavaScript number, whose
 * noise (`0.1 + 0.2`) the gateway refuses. `@till/alipay/money` turns it into whole fen and back.
 */
export type YuanAmount = string;

/** A moment as Beijing's clocks show it: `yyyy-MM-dd HH:mm:ss`. `@till/alipay/time` reads and writes it. */
export type BeijingTime = string;

/** What every answer of the gateway may carry beside the method's own fields. */
export interface GatewayNode {
  /** `10000` for success. A refusal is thrown as an `AlipayGatewayError`. */
  code?: string;
  /** The code in words: `Success`. */
  msg?: string;
}

/** Nothing may be given: the method takes no business fields. */
export interface NoFields {
  readonly [name: string]: never;
}

/** Text parameters beside the business fields that any method may be given; the gateway passes them on. */
export interface PassedParams {
  readonly terminal_type?: string;
  readonly terminal_info?: string;
  readonly prod_code?: string;
  readonly target_app_id?: string;
  readonly ws_service_url?: string;
  /** Which SDK asks, for Alipay's statistics. */
  readonly alipay_sdk?: string;
}

/** Fields that the documents this is generated from do not list. Alipay's own page of the method does. */
export interface UnknownFields {
  readonly [name: string]: unknown;
}

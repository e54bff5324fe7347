import type { OrderStringMethod, PageMethod, UploadMethod } from './generated/index.ts';
import type { GatewayMethods, V3Operations } from './methods.ts';
import type { NoFields, PassedParams } from './wire.ts';

export type * from './agreement.ts';
export type * from './authorisation.ts';
export type * from './bill.ts';
export type * from './certification.ts';
export type { OrderStringMethod, PageMethod, UploadMethod } from './generated/index.ts';
export type { GatewayMethods, V3Operations } from './methods.ts';
export type * from './oauth.ts';
export type * from './order.ts';
export type * from './order-fields.ts';
export type * from './refund.ts';
export type * from './settlement.ts';
export type * from './trade.ts';
export type * from './transfer.ts';
export type * from './wire.ts';

/** Every method of the v2 gateway: `alipay.trade.refund`. */
export type GatewayMethod = keyof GatewayMethods;

/** Methods that one server calls on another: neither a page, nor an order string, nor an upload. */
export type CallMethod = Exclude<GatewayMethod, PageMethod | OrderStringMethod | UploadMethod>;

/** The business fields of a method. */
export type BizContentOf<Method extends GatewayMethod> = GatewayMethods[Method]['bizContent'];

/** The text parameters of a method that stand beside its business fields. */
export type ParamsOf<Method extends GatewayMethod> = PassedParams & Part<GatewayMethods[Method], 'params', unknown>;

/** The files of a method. */
export type FilesOf<Method extends GatewayMethod> = Part<GatewayMethods[Method], 'files'>;

/** What a method answers. */
export type ResponseOf<Method extends GatewayMethod> = GatewayMethods[Method]['response'];

/** Every operation of the v3 REST API: `POST /v3/alipay/trade/refund`. */
export type V3Operation = keyof V3Operations;

/** What an operation takes: the fields of path and body side by side, or of path and query where it has no body. */
export type V3RequestOf<Operation extends V3Operation> = V3Operations[Operation]['request'];

/** The files of an operation. */
export type V3FilesOf<Operation extends V3Operation> = Part<V3Operations[Operation], 'files'>;

/** What an operation answers. */
export type V3ResponseOf<Operation extends V3Operation> = V3Operations[Operation]['response'];

/**
 * The options of a call: those every method takes, with `params` as this method has them. What a method cannot do
 * without is required.
 */
export type OptionsOf<Method extends GatewayMethod, Options> = Omit<Options, 'params'> &
  Optional<'params', ParamsOf<Method>> &
  Part<GatewayMethods[Method], 'options', unknown>;

/**
 * The arguments of a call after its method: `(bizContent, options)`. Either may be left out if it has nothing that is
 * required.
 *
 * @example
 * execute<M extends CallMethod>(method: M, ...args: ArgumentsOf<M, ExecuteOptions>): Promise<ResponseOf<M>>
 */
export type ArgumentsOf<Method extends GatewayMethod, Options> = Arguments<
  BizContentOf<Method>,
  OptionsOf<Method, Options>
>;

/** What goes into the query of an operation that has a body. */
export type V3QueryOf<Operation extends V3Operation> = Part<V3Operations[Operation], 'query'>;

/** The options of a REST call, with `query` and `files` as this operation has them. */
export type V3OptionsOf<Operation extends V3Operation, Options> = Omit<Options, 'query' | 'files'> &
  Optional<'query', V3QueryOf<Operation>> &
  Optional<'files', V3FilesOf<Operation>>;

/** The arguments of a REST call after its operation: `(fields, options)`. */
export type V3ArgumentsOf<Operation extends V3Operation, Options> = Arguments<
  V3RequestOf<Operation>,
  V3OptionsOf<Operation, Options>
>;

/** The arguments of an upload after its method: `(files, options)`. */
export type UploadArgumentsOf<Method extends UploadMethod, Options> = Arguments<
  FilesOf<Method>,
  OptionsOf<Method, Options>
>;

/** Fields and options. What has nothing that is required may be left out. */
type Arguments<Fields, Options> =
  NothingRequired<Options> extends true
    ? NothingRequired<Fields> extends true
      ? [fields?: Fields, options?: Options]
      : [fields: Fields, options?: Options]
    : [fields: NothingRequired<Fields> extends true ? Fields | undefined : Fields, options: Options];

/** The part of an entry by that name. */
type Part<Entry, Name extends string, None = NoFields> = Entry extends { readonly [Key in Name]: infer Found }
  ? Found
  : None;

type NothingRequired<Fields> = Record<never, never> extends Fields ? true : false;

/** A property that may be left out if its value has nothing required. */
type Optional<Name extends string, Value> =
  Record<never, never> extends Value ? { readonly [Key in Name]?: Value } : { readonly [Key in Name]: Value };

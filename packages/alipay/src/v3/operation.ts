import { AlipayRequestError } from '../errors/index.ts';
import { hasFields, type TransportRequest } from '../gateway/index.ts';

/** The fields of an operation: of its path, its query and its body alike, in Alipay's own names. */
export type V3Fields = Readonly<Record<string, unknown>>;

/** An operation with its fields put where they belong. */
export interface PlacedOperation {
  readonly verb: TransportRequest['method'];
  /** Path and query as on the wire: what is signed. */
  readonly path: string;
  /** The fields of the JSON body; undefined if the operation has none. */
  readonly body: V3Fields | undefined;
}

const OPERATION = /^(GET|POST|PUT|PATCH|DELETE) (\/v3\/(?!.*\.\.)[\w/{}.-]+)$/;

/**
 * Puts an operation's fields into its path (`{activity_id}`), its query (of GET and DELETE) and its JSON body.
 * @param operation as Alipay's documents write it: `POST /v3/alipay/trade/refund`.
 * @param query fields that go into the query whatever the verb.
 * @throws {AlipayRequestError}
 */
export function placeFields(operation: string, fields: V3Fields | undefined, query: V3Fields = {}): PlacedOperation {
  const [, verb, template = ''] = OPERATION.exec(operation) ?? [];
  if (!isVerb(verb)) {
    throw new AlipayRequestError(
      `${JSON.stringify(operation)} is not an operation. Write it like "POST /v3/alipay/trade/refund".`,
    );
  }
  if (fields !== undefined && !hasFields(fields)) {
    throw new AlipayRequestError(`${operation}: the fields are an object in wire names, e.g. { out_trade_no: "A1" }.`);
  }
  const left: Record<string, unknown> = { ...fields };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const segment = pathSegment(operation, name, left[name]);
    delete left[name];
    return segment;
  });
  const search = new URLSearchParams();
  const hasBody = verb !== 'GET' && verb !== 'DELETE';
  for (const [name, value] of Object.entries(left)) {
    if (hasBody && !goesIntoQuery(template, name)) continue;
    delete left[name];
    append(search, name, value);
  }
  for (const [name, value] of Object.entries(query)) append(search, name, value);
  const text = search.toString();
  const body = hasBody && fields !== undefined ? left : undefined;
  return { verb, path: text === '' ? path : `${path}?${text}`, body };
}

function isVerb(verb: string | undefined): verb is PlacedOperation['verb'] {
  return verb !== undefined;
}

function pathSegment(operation: string, name: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  // A url's dots mean "here" and "up": another operation would be called.
  if (/^\.{0,2}$/.test(text) || !text.isWellFormed()) {
    throw new AlipayRequestError(`${operation} needs ${name}, which is part of its path, as text.`);
  }
  return encodeURIComponent(text);
}

function append(search: URLSearchParams, name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (text.isWellFormed()) search.append(name, text);
  else throw new AlipayRequestError(`${name} contains half of a surrogate pair: not valid Unicode.`);
}

/** A user's token stands in the query, whatever the verb. */
const ALWAYS_IN_QUERY = 'auth_token';

/** Fields that stand in the query although the operation has a body, as Alipay's OpenAPI document has it. */
const IN_QUERY: Readonly<Record<string, readonly string[]>> = {
  '/v3/alipay/ebpp/invoice/enterprise/merchantrelation/create': ['enterprise_id'],
  '/v3/alipay/eco/contract/signflows/create': ['target_app_id'],
  '/v3/alipay/eco/doc/template/create': ['target_app_id'],
  '/v3/alipay/eco/sign/flow/cancel': ['target_app_id'],
  '/v3/alipay/eco/sign/flow/create': ['target_app_id'],
  '/v3/alipay/eco/sign/flow/finish': ['target_app_id'],
  '/v3/alipay/security/data/sss/create/{a}': ['b', 'b_open_id'],
  '/v3/alipay/security/prod/sss/query/{bbb}': ['aaa', 'aaa_open_id'],
};

function goesIntoQuery(template: string, name: string): boolean {
  return name === ALWAYS_IN_QUERY || (IN_QUERY[template]?.includes(name) ?? false);
}

import { charsetOf } from '@till/alipay/charset';
import { decodeFields, readGatewayRequest } from '../gateway/parameters.ts';
import type { HttpRequest } from '../http/message.ts';
import { notificationStringToSign, requestStringToSign } from '../signing/canonical.ts';
import { readAuthorization } from '../v3/authorization.ts';
import { signedParts, v3StringToSign } from '../v3/signature-diagnosis.ts';
import { readV3Request } from '../v3/v3-request.ts';
import { parseForm } from '../wire/form.ts';
import type { Exchange, OutgoingExchange } from './exchange.ts';

/** What a request says. */
export interface Reading {
  readonly protocol: 'gateway' | 'v3' | 'page' | 'notification';
  readonly verb: string;
  readonly address: string;
  readonly method?: string;
  readonly app_id?: string;
  readonly out_trade_no?: string;
  readonly trade_no?: string;
  readonly parameters: Record<string, string>;
  readonly stringToSign?: string;
  readonly sign?: string;
  readonly signType?: string;
  readonly body: string;
}

export function readingOf(exchange: Exchange): Reading {
  if (exchange.kind === 'out') return ofNotification(exchange);
  const { request } = exchange;
  if (request.path === '/gateway.do') return ofGateway(request);
  if (request.path.startsWith('/v3/')) return ofV3(request);
  const parameters = Object.fromEntries(new URLSearchParams(request.query));
  return { protocol: 'page', verb: request.method, address: request.path, parameters, body: textOf(request) };
}

function ofGateway(http: HttpRequest): Reading {
  const { parameters, charset } = readGatewayRequest(http);
  return {
    protocol: 'gateway',
    verb: http.method,
    address: http.path,
    ...named(parameters, 'method', 'method'),
    ...named(parameters, 'app_id', 'app_id'),
    ...numbersIn(parameters.get('biz_content')),
    parameters: Object.fromEntries(parameters),
    stringToSign: requestStringToSign(parameters),
    ...named(parameters, 'sign', 'sign'),
    ...named(parameters, 'sign_type', 'signType'),
    body: textOf(http, charset),
  };
}

function ofV3(http: HttpRequest): Reading {
  const request = readV3Request(http);
  const authorization = readAuthorization(request.header('authorization'));
  const about = { protocol: 'v3', verb: http.method, address: request.target, method: http.path } as const;
  const numbers = { ...numbersIn(request.signedBody), ...numbersOf(Object.fromEntries(request.query)) };
  const body = textOf(http);
  if (authorization === 'other algorithm') return { ...about, ...numbers, parameters: {}, body };
  return {
    ...about,
    ...numbers,
    ...named(authorization.fields, 'app_id', 'app_id'),
    parameters: { ...Object.fromEntries(authorization.fields), ...Object.fromEntries(request.query) },
    stringToSign: v3StringToSign(signedParts(request, authorization)),
    signType: 'RSA2',
    ...(authorization.signature === undefined ? {} : { sign: authorization.signature }),
    body,
  };
}

function ofNotification({ post }: OutgoingExchange): Reading {
  const charset = charsetOf(/charset=([\w-]+)/i.exec(post.contentType)?.[1] ?? '') ?? 'utf-8';
  const parameters = decodeFields(parseForm(Buffer.from(post.body, 'latin1')), charset);
  const fields = Object.fromEntries(parameters);
  return {
    protocol: 'notification',
    verb: 'POST',
    address: post.url,
    ...named(parameters, parameters.has('notify_type') ? 'notify_type' : 'msg_method', 'method'),
    ...named(parameters, 'app_id', 'app_id'),
    ...named(parameters, 'out_trade_no', 'out_trade_no'),
    ...named(parameters, 'trade_no', 'trade_no'),
    parameters: fields,
    stringToSign: notificationStringToSign(fields),
    ...named(parameters, 'sign', 'sign'),
    ...named(parameters, 'sign_type', 'signType'),
    body: post.body,
  };
}

function named<N extends string>(fields: ReadonlyMap<string, string>, name: string, as: N): { [K in N]?: string } {
  const value = fields.get(name);
  const found: { [K in N]?: string } = {};
  if (value !== undefined) found[as] = value;
  return found;
}

/** The numbers that a JSON text names a trade by. */
function numbersIn(text: string | undefined) {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return numbersOf(typeof value === 'object' && value !== null ? { ...value } : {});
  } catch {
    return {};
  }
}

function numbersOf({ out_trade_no, trade_no }: Readonly<Record<string, unknown>>) {
  return {
    ...(typeof out_trade_no === 'string' ? { out_trade_no } : {}),
    ...(typeof trade_no === 'string' ? { trade_no } : {}),
  };
}

function textOf({ body }: HttpRequest, charset: 'utf-8' | 'gbk' = 'utf-8'): string {
  return new TextDecoder(charset).decode(body);
}

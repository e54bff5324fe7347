import { type Charset, charsetOf } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import type { AppBook } from '../apps/app-book.ts';
import type { Cashier } from '../cashier/cashier.ts';
import { renderGatewayError } from '../cashier/pages/index.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { GatewayFaultRule } from '../faults/fault-plan.ts';
import type { Faults } from '../faults/faults.ts';
import { type HttpReply, type HttpRequest, type Mishap, redirect } from '../http/message.ts';
import type { Ids } from '../ids/ids.ts';
import type { TradeBook } from '../trades/trade-book.ts';
import { encodeLossy } from '../wire/form-text.ts';
import { type AnswerSeal, gatewayAnswer, headersOf, refusalNode, successNode } from './answer.ts';
import { BizContent } from './biz-content.ts';
import type { ApiMethod, Call, GatewayMethod } from './call.ts';
import { checkApp, checkCall } from './checks.ts';
import { mending } from './mending.ts';
import { METHODS } from './methods/index.ts';
import { openCashier } from './open-cashier.ts';
import { type GatewayRequest, readGatewayRequest } from './parameters.ts';
import { GatewayRefusal, unknownError } from './refusal.ts';

export interface GatewayParts {
  readonly apps: AppBook;
  readonly trades: TradeBook;
  readonly cashier: Cashier;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly ids: Ids;
  /** Where browsers reach the sandbox, without a slash at the end. */
  readonly address: () => string;
  readonly report: (error: unknown) => void;
}

/** `gateway.do`: reads a request, checks it, lets its method answer, and seals the answer. */
export function answerGateway(parts: GatewayParts, http: HttpRequest): HttpReply {
  const request = readGatewayRequest(http);
  const method = METHODS.get(request.parameters.get('method') ?? '');
  const answering = { parts, request, method, traceId: parts.ids.traceId() };
  try {
    const call = check(parts, request);
    return withFault(answering, parts.faults.forCall(call.method, call.app.appId), () => perform(answering, call));
  } catch (error) {
    return refuse(answering, error);
  }
}

/** One request on its way through the gateway. */
interface Answering {
  readonly parts: GatewayParts;
  readonly request: GatewayRequest;
  readonly method: GatewayMethod | undefined;
  readonly traceId: string;
}

function check({ apps, clock }: GatewayParts, request: GatewayRequest): Call {
  const { parameters, charset } = request;
  const method = parameters.get('method');
  if (method === undefined) throw new GatewayRefusal('40001', 'isv.missing-method', '缺少方法名参数');
  if (!METHODS.has(method)) throw new GatewayRefusal('40002', 'isv.invalid-method', '不存在的方法名');
  const app = checkApp(parameters, apps);
  const signType = checkCall(request, app, clock);
  const content = BizContent.parse(parameters.get('biz_content'));
  return { app, method, parameters, content, charset, signType };
}

function perform(answering: Answering, call: Call): HttpReply {
  const { parts, method } = answering;
  if (method === undefined) throw new GatewayRefusal('40002', 'isv.invalid-method', '不存在的方法名');
  if (method.kind === 'page') return redirect(openCashier(parts, method, call), 302);
  const node = successNode(withEcho(method, call, () => method.answer(call, parts.trades)));
  return gatewayAnswer(node, answerOptions(answering));
}

/** Business failures carry some fields of the method's answer as well. */
function withEcho<T>(method: ApiMethod, { content }: Call, answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    if (error instanceof GatewayRefusal && error.code === '40004') throw error.with(method.echo(content));
    throw error;
  }
}

const DELAY_MS = 1_000;
const TIMEOUT_MS = 30_000;
const NO_REPLY: HttpReply = { status: 200, headers: {}, body: '' };

/** Lets a call go wrong as the fault plan says, before or after it has had its effect. */
function withFault(answering: Answering, rule: GatewayFaultRule | undefined, act: () => HttpReply): HttpReply {
  switch (rule?.kind) {
    case undefined:
      return act();
    case 'delay':
      return { ...replyOf(answering, act), mishap: { kind: 'late', ms: rule.ms ?? DELAY_MS } };
    case 'timeout_before':
      return { ...NO_REPLY, mishap: hang(rule) };
    case 'timeout_after':
      return { ...replyOf(answering, act), mishap: hang(rule) };
    case 'reset_before':
      return { ...NO_REPLY, mishap: { kind: 'reset' } };
    case 'reset_after':
      return { ...replyOf(answering, act), mishap: { kind: 'reset' } };
    case 'unknown_error_before':
      throw unknownError();
    case 'unknown_error_after':
      replyOf(answering, act);
      throw unknownError();
  }
}

function hang(rule: GatewayFaultRule): Mishap {
  return { kind: 'hang', ms: rule.ms ?? TIMEOUT_MS };
}

/** The answer of a call, refusals included. */
function replyOf(answering: Answering, act: () => HttpReply): HttpReply {
  try {
    return act();
  } catch (error) {
    return refuse(answering, error);
  }
}

/** A merchant's server gets JSON, signed as soon as the app is known; a buyer's browser gets a page to read. */
function refuse(answering: Answering, error: unknown): HttpReply {
  const { parts, method, traceId } = answering;
  if (!(error instanceof GatewayRefusal)) parts.report(error);
  const refusal = error instanceof GatewayRefusal ? error : unknownError();
  if (method?.kind !== 'page') return gatewayAnswer(refusalNode(refusal), answerOptions(answering));
  const page = renderGatewayError({
    code: refusal.subCode.replace(/^isv\./, ''),
    reason: refusal.subMsg,
    detail: `${mending(refusal.subCode)}\n\n${refusal.code} ${refusal.msg} · trace_id ${traceId}`,
  });
  return { status: 200, headers: headersOf('gbk', traceId), body: encodeLossy(page, 'gbk') };
}

function answerOptions({ parts, request, traceId }: Answering) {
  const { parameters } = request;
  const name = parameters.get('method') ?? '';
  const app = parts.apps.find(parameters.get('app_id') ?? '');
  return {
    // A name that is no name cannot become the name of a node.
    method: /^[a-z\d]+(\.[a-z\d]+)+$/i.test(name) ? name : undefined,
    charset: answerCharset(request),
    traceId,
    ...(app === undefined ? {} : { seal: sealOf(app, request) }),
  };
}

function answerCharset({ parameters, charset }: GatewayRequest): Charset {
  return charsetOf(parameters.get('charset') ?? '') ?? charset;
}

function sealOf(app: App, { parameters }: GatewayRequest): AnswerSeal {
  return { privateKey: app.alipayPrivateKey, signType: parameters.get('sign_type') === 'RSA' ? 'RSA' : 'RSA2' };
}

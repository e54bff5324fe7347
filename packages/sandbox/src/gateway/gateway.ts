import { type Charset, charsetOf } from '@till/alipay/charset';
import type { App } from '../apps/app.ts';
import { renderGatewayError } from '../cashier/pages/index.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { Faults } from '../faults/faults.ts';
import { type HttpReply, type HttpRequest, redirect } from '../http/message.ts';
import { encodeLossy } from '../wire/form-text.ts';
import { type AnswerSeal, gatewayAnswer, headersOf, refusalNode, sorted, successNode } from './answer.ts';
import { BizContent } from './biz-content.ts';
import type { Call } from './call.ts';
import { checkApp, checkCall } from './checks.ts';
import { decryptContent, encryptKeyOf, refuseUnnamedEncryption } from './content-encryption.ts';
import { withFault } from './faulty.ts';
import { mending } from './mending.ts';
import { type GatewayRequest, readGatewayRequest } from './parameters.ts';
import { actingApp, type KnownMethod, knownMethod, type PerformParts, perform } from './perform.ts';
import { checkPermission } from './permission.ts';
import { GatewayRefusal, unknownError } from './refusal.ts';

export interface GatewayParts extends PerformParts {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly report: (error: unknown) => void;
}

/** `gateway.do`: reads a request, checks it, lets its method answer, and seals the answer. */
export function answerGateway(parts: GatewayParts, http: HttpRequest): HttpReply {
  const request = readGatewayRequest(http);
  const method = knownMethod(request.parameters.get('method') ?? '');
  const answering = { parts, request, method, traceId: parts.ids.traceId() };
  try {
    const { call, encryptKey } = check(answering);
    return withFault(parts.faults.forCall(call.method, call.app.appId), {
      act: () => answer(answering, call, encryptKey),
      refuse: (error) => refuse(answering, error, encryptKey),
    });
  } catch (error) {
    return refuse(answering, error);
  }
}

/** One request on its way through the gateway. */
interface Answering {
  readonly parts: GatewayParts;
  readonly request: GatewayRequest;
  readonly method: KnownMethod | undefined;
  readonly traceId: string;
}

function check({ parts, request, method }: Answering): { call: Call; encryptKey: string | undefined } {
  const { parameters, charset, files } = request;
  const name = parameters.get('method');
  if (name === undefined) throw new GatewayRefusal('40001', 'isv.missing-method', '缺少方法名参数');
  if (method === undefined) throw unknownMethod();
  const caller = checkApp(parameters, parts.apps);
  const signType = checkCall(request, caller, parts.clock);
  const encryptKey = encryptKeyOf(caller, parameters.get('encrypt_type'));
  const content = readContent(parameters.get('biz_content'), caller, encryptKey);
  checkPermission(caller, name);
  const app = actingApp(parts, caller, parameters.get('app_auth_token'));
  return { call: { app, method: name, parameters, content, charset, signType, files }, encryptKey };
}

function readContent(text: string | undefined, app: App, encryptKey: string | undefined): BizContent {
  if (text === undefined) return BizContent.parse(undefined);
  if (encryptKey !== undefined) return BizContent.parse(decryptContent(text, encryptKey));
  refuseUnnamedEncryption(text, app);
  return BizContent.parse(text);
}

function answer(answering: Answering, call: Call, encryptKey: string | undefined): HttpReply {
  const { parts, method } = answering;
  if (method === undefined) throw unknownMethod();
  if (method.kind === 'page') return redirect(`${parts.address()}${method.open(call, parts)}`, 302);
  const fields = perform(parts, method, call);
  const node = isBare(method) ? sorted(fields) : successNode(fields);
  return gatewayAnswer(node, answerOptions(answering, encryptKey));
}

function unknownMethod(): GatewayRefusal {
  return new GatewayRefusal('40002', 'isv.invalid-method', '不存在的方法名');
}

function isBare(method: KnownMethod | undefined): boolean {
  return method?.kind === 'api' && method.isBare === true;
}

/**
 * A merchant's server gets JSON, signed as soon as the app is known, and encrypted when it is the method that refuses;
 * a buyer's browser gets a page to read.
 */
function refuse(answering: Answering, error: unknown, encryptKey?: string): HttpReply {
  const { parts, method, traceId } = answering;
  if (!(error instanceof GatewayRefusal)) parts.report(error);
  const refusal = error instanceof GatewayRefusal ? error : unknownError();
  if (method?.kind !== 'page') {
    const isOfMethod = refusal.code === '40004';
    const options = answerOptions(answering, isOfMethod ? encryptKey : undefined);
    return gatewayAnswer(refusalNode(refusal), isBare(method) ? { ...options, method: undefined } : options);
  }
  const page = renderGatewayError({
    code: refusal.subCode.replace(/^isv\./, ''),
    reason: refusal.subMsg,
    detail: `${mending(refusal.subCode)}\n\n${refusal.code} ${refusal.msg} · trace_id ${traceId}`,
    traceId,
  });
  return { status: 200, headers: headersOf('gbk', traceId), body: encodeLossy(page, 'gbk') };
}

function answerOptions({ parts, request, traceId }: Answering, encryptKey: string | undefined) {
  const { parameters } = request;
  const name = parameters.get('method') ?? '';
  const app = parts.apps.find(parameters.get('app_id') ?? '');
  return {
    // A name that is no name cannot become the name of a node.
    method: /^[a-z\d]+(\.[a-z\d]+)+$/i.test(name) ? name : undefined,
    charset: answerCharset(request),
    traceId,
    ...(app === undefined ? {} : { seal: sealOf(app, request, encryptKey) }),
  };
}

function answerCharset({ parameters, charset }: GatewayRequest): Charset {
  return charsetOf(parameters.get('charset') ?? '') ?? charset;
}

function sealOf(app: App, { parameters }: GatewayRequest, encryptKey: string | undefined): AnswerSeal {
  return {
    privateKey: app.alipayPrivateKey,
    signType: parameters.get('sign_type') === 'RSA' ? 'RSA' : 'RSA2',
    ...(app.certificates === undefined ? {} : { certSn: app.certificates.alipay.sn }),
    ...(encryptKey === undefined ? {} : { encryptKey }),
  };
}

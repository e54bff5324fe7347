import type { App } from '../apps/app.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import { exampleOperationAnswer } from '../examples/example-answer.ts';
import { propertyShapes } from '../examples/schema.ts';
import type { Faults } from '../faults/faults.ts';
import type { AnswerFields } from '../gateway/answer.ts';
import { BizContent } from '../gateway/biz-content.ts';
import type { Call } from '../gateway/call.ts';
import { decryptContent, encryptKeyOf } from '../gateway/content-encryption.ts';
import { withFault } from '../gateway/faulty.ts';
import { actingApp, type KnownMethod, knownMethod, type PerformParts, perform } from '../gateway/perform.ts';
import { checkPermission } from '../gateway/permission.ts';
import { GatewayRefusal, unknownError } from '../gateway/refusal.ts';
import { type HttpReply, type HttpRequest, redirect } from '../http/message.ts';
import { type Address, addressOf } from './addressing.ts';
import { streamedMethod, streamReply, UNKNOWN_TALK } from './event-stream.ts';
import { type CheckParts, checkV3 } from './request-check.ts';
import { v3Answer, v3Refusal } from './v3-answer.ts';
import { v3Fields } from './v3-fields.ts';
import { readV3Request, type V3Request } from './v3-request.ts';

export interface V3Parts extends PerformParts, CheckParts {
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly report: (error: unknown) => void;
}

/** `/v3/...`: the same methods as `gateway.do`, called and answered the REST way. */
export function answerV3(parts: V3Parts, http: HttpRequest): HttpReply {
  const request = readV3Request(http);
  const seal = { now: parts.clock.now(), traceId: parts.ids.traceId() };
  const refuse = (error: unknown, app?: App) => {
    if (!(error instanceof GatewayRefusal)) parts.report(error);
    const refusal = error instanceof GatewayRefusal ? error : unknownError();
    return v3Refusal(refusal, parts.address(), { ...seal, app });
  };
  let caller: App | undefined;
  try {
    const { address, method } = find(request);
    const app = checkV3(parts, request);
    caller = app;
    const { call, encryptKey } = read(parts, request, address, app);
    return withFault(parts.faults.forCall(call.method, app.appId), {
      act: () => {
        if (method.kind === 'stream') return streamReply(() => streamed(parts, method, call), seal.traceId);
        // What is a page leads there, as the browser's own request would.
        if (method.kind === 'page') return redirect(`${parts.address()}${method.open(call, parts)}`, 302);
        const { fields, status } = answer(parts, method, address, call);
        return v3Answer(fields, status, { ...seal, app, ...(encryptKey === undefined ? {} : { encryptKey }) });
      },
      refuse: (error) => refuse(error, app),
    });
  } catch (error) {
    return refuse(error, caller);
  }
}

/** A method that answers with events; one that is listed anywhere has an example of what they say. */
interface Streamed {
  readonly kind: 'stream';
  readonly known: Extract<KnownMethod, { kind: 'example' }> | undefined;
}

function find({ verb, path }: V3Request): { address: Address; method: KnownMethod | Streamed } {
  const name = streamedMethod(path);
  if (name !== undefined) return { address: { method: name, pathFields: {} }, method: findStreamed(name) };
  const address = addressOf(verb, path);
  const method = address && knownMethod(address.method);
  if (address === undefined || method === undefined) {
    throw new GatewayRefusal('40002', 'isv.invalid-method', '不存在的方法名');
  }
  return { address, method };
}

/** @throws {GatewayRefusal} isv.invalid-method: Alipay's own products do not stream. */
function findStreamed(name: string): Streamed {
  const known = knownMethod(name);
  if (known === undefined || known.kind === 'example') return { kind: 'stream', known };
  throw new GatewayRefusal('40002', 'isv.invalid-method', '不存在的方法名');
}

function streamed(parts: V3Parts, { known }: Streamed, call: Call): AnswerFields {
  return known === undefined ? UNKNOWN_TALK : perform(parts, known, call);
}

/** The call as a method sees it: the fields of path, query and body in one, the headers as v2's parameters. */
function read(parts: V3Parts, request: V3Request, address: Address, caller: App) {
  const { method, pathFields } = address;
  const encryptKey = encryptKeyOf(caller, request.header('alipay-encrypt-type'));
  const { signedBody } = request;
  // What stands in the query is never encrypted: a call without a body only asks for an encrypted answer.
  const text = encryptKey === undefined || signedBody === '' ? signedBody : decryptContent(signedBody, encryptKey);
  const body = bodyOf(text, address);
  const values = { ...pathFields, ...Object.fromEntries(request.query), ...body };
  checkPermission(caller, method);
  const appAuthToken = request.header('alipay-app-auth-token');
  const parameters = new Map(
    Object.entries(values).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) && value !== '' ? [[name, String(value)] as const] : [],
    ),
  );
  const call: Call = {
    app: actingApp(parts, caller, appAuthToken),
    method,
    parameters: new Map([...parameters, ['method', method], ['app_id', caller.appId]]),
    content: new BizContent(values),
    charset: 'utf-8',
    signType: 'RSA2',
    files: request.files,
  };
  return { call, encryptKey };
}

/** @throws {GatewayRefusal} isv.invalid-parameter, also for a body wrapped as v2 wraps it. */
function bodyOf(text: string, { operation }: Address): Readonly<Record<string, unknown>> {
  const { values } = BizContent.parse(text === '' ? undefined : text, '请求体');
  const isField = propertyShapes(operation?.requestShapes ?? [], 'biz_content').length > 0;
  if (isField || !Object.hasOwn(values, 'biz_content')) return values;
  const why =
    'v3的请求体就是业务参数本身，不要包在biz_content里 / in v3 the body is the content, not wrapped in biz_content';
  throw new GatewayRefusal('40002', 'isv.invalid-parameter', `参数无效：${why}`);
}

/** Accepted, and not yet done: `trade.pay` waits for the buyer. */
const IN_PROCESS = '10003';

function answer(
  parts: V3Parts,
  method: Exclude<KnownMethod, { kind: 'page' }>,
  { operation }: Address,
  call: Call,
): { fields: AnswerFields; status: number } {
  const { code, msg: _, ...fields } = perform(parts, method, call);
  const status = code === IN_PROCESS ? 202 : 200;
  if (operation === undefined) return { fields, status };
  // An example made for v2 would be poorer than the one that v3's own types give.
  const isExample = method.kind === 'example' && parts.answers.find(call.method) === undefined;
  if (isExample) return { fields: exampleOperationAnswer(operation.responseShape), status };
  return { fields: v3Fields(fields, operation.responseShape), status };
}

import type { AppRegistration, AppWithKeyPair } from './apps/registration.ts';
import { assemble } from './assemble.ts';
import { listBuyers, showCode } from './buyers/routes.ts';
import { errorPage } from './console/error-page.ts';
import { readAnswer } from './control/answer-routes.ts';
import { readFaultPlan } from './control/fault-plan-input.ts';
import { hostName, refuseForeignPages, requireLoopback } from './control/loopback.ts';
import { readPayment } from './control/payment-input.ts';
import { filterIn, NOTIFICATION_FILTERS, readRegistration, TRADE_FILTERS } from './control/readers.ts';
import { rotate } from './control/rotation-routes.ts';
import { giveCoupon } from './coupons/routes.ts';
import { answerInProcess } from './http/in-process.ts';
import { type HttpReply, type HttpRequest, SandboxError } from './http/message.ts';
import { dispatch, replyToError } from './http/routes.ts';
import { listen } from './http/server.ts';
import { listRequests, REQUEST_FILTERS } from './request-log/routes.ts';
import { routesOf } from './routes.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { PublicKeyError } from './signing/keys.ts';
import { takeSnapshot } from './storage/snapshot.ts';
import { writeStateFile } from './storage/state-file.ts';

/**
 * Starts an offline Alipay.
 * @throws {DataFileError} for a data file that cannot be used, {SnapshotError} for such a state.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options);
  const { host = '127.0.0.1', port = 0, log = () => undefined } = options;
  const report = (error: unknown) => log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const publicUrl = options.publicUrl === undefined ? undefined : readPublicUrl(options.publicUrl);
  const parts = assemble(options, report);
  const { records, clock, schedule, buyers, notifier, control } = parts;
  let url = '';
  const address = () => publicUrl?.origin ?? url;
  const routes = routesOf(parts, address, report);

  async function answer(request: HttpRequest): Promise<HttpReply> {
    try {
      if (request.path.startsWith('/_sandbox')) guard(request);
      return await parts.requests.answering(request, () => dispatch(routes, request));
    } catch (error) {
      return errorPage(request, error);
    }
  }

  function guard(request: HttpRequest): void {
    refuseForeignPages(request);
    if (options.openControlPlane !== true) requireLoopback(request, publicUrl && hostName(publicUrl.host));
  }

  const answerError = (error: unknown) =>
    replyToError(error instanceof PublicKeyError ? new SandboxError(400, 'bad_key', error.message) : error, report);
  const server = await listen({ host, port, answer, answerError }).catch((error: unknown) => {
    records.close();
    throw error;
  });
  url = `http://${urlHost(host)}:${server.port}`;
  const isHere = (origin: string) => origin === url || origin === publicUrl?.origin;
  const inProcess = answerInProcess({ isHere, answer, answerError });
  schedule.start();
  parts.fastForward.start();

  let closing: Promise<void> | undefined;
  async function shutDown(): Promise<void> {
    notifier.close();
    parts.poster.close();
    inProcess.close();
    parts.fastForward.stop();
    await Promise.all([server.close(), schedule.close()]);
    records.close();
  }
  const close = () => (closing ??= shutDown());

  return {
    url,
    gatewayUrl: `${url}/gateway.do`,
    fetch: inProcess.fetch,
    clock,
    // Whoever names neither an app nor a key gets a pair that was made; others' types do not promise one.
    registerApp: async (registration: AppRegistration = {}) =>
      (await control.registerApp(readRegistration(registration))) as AppWithKeyPair,
    rotateAlipayKey: async (appId) => rotate(parts.apps, appId),
    setAnswer: (method, fields) => {
      if (fields === null) parts.answers.restore(method);
      else parts.answers.replace(readAnswer(method, fields));
    },
    trades: (filter = {}) => control.trades(filterIn(filter, TRADE_FILTERS)),
    pay: async (tradeNo, payment = {}) => control.pay(tradeNo, readPayment(payment)),
    decline: async (tradeNo) => control.decline(tradeNo),
    buyers: () => listBuyers(buyers),
    paymentCode: (buyerId) => showCode(buyers, buyerId ?? buyers.all()[0]?.id ?? ''),
    giveCoupon: (buyerId, coupon) => giveCoupon(parts, buyerId, coupon),
    notifications: (filter = {}) => control.notifications(filterIn(filter, NOTIFICATION_FILTERS)),
    requests: (filter = {}) => listRequests(parts.requests, filterIn(filter, REQUEST_FILTERS)),
    summary: (appId) => control.summary(appId),
    faults: () => control.faults(),
    setFaults: (plan) => control.setFaults(readFaultPlan(plan)),
    advance: async (ms) => ({ now: await control.advance(ms) }),
    setNow: async (epochMs) => ({ now: await control.setNow(epochMs) }),
    freeze: () => control.setSpeed(0),
    run: (speed = 1) => control.setSpeed(speed),
    save: () => takeSnapshot(records.changes().each, clock.now()),
    saveTo: (path) => writeStateFile(path, records.changes(), clock.now()),
    reset: async () => control.reset(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const OPTIONS: Readonly<Record<keyof SandboxOptions, true>> = {
  ...{ port: true, host: true, publicUrl: true, dataFile: true, state: true, clock: true, seed: true },
  ...{ reuseKeys: true, log: true, postForm: true, openControlPlane: true },
};

const noop = () => undefined;

/** A name that is no option is misspelt, and would be missed only later: a data file, for one. So would a function. */
function checkOptions(options: SandboxOptions): void {
  const strange = Object.keys(options).find((name) => !Object.hasOwn(OPTIONS, name));
  if (strange !== undefined) {
    throw new Error(`createSandbox has no option "${strange}". It may have ${Object.keys(OPTIONS).join(', ')}.`);
  }
  const { log = noop, postForm = noop, clock = { now: noop } } = options;
  for (const [name, given] of Object.entries({ log, postForm, 'clock.now': clock.now })) {
    if (typeof given !== 'function') throw new Error(`createSandbox: ${name} should be a function.`);
  }
}

function readPublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/') return url;
  throw new Error(
    `publicUrl is ${JSON.stringify(text)}; it should be an address without a path, such as http://pay.test:3001.`,
  );
}

/** A host to listen on is not always one to connect to. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

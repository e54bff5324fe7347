import { decodeText } from '../charset/index.ts';
import { AlipayTimeoutError, tellObserver } from '../errors/index.ts';
import { type HttpAnswer, type HttpRequest, send } from '../gateway/index.ts';
import { type ClientSettings, readTimeout } from './alipay-options.ts';
import { type CallEvent, errorShown, redactedJson, redactedText } from './observation.ts';
import { mayRepeat, pause, type Repeatability } from './retry.ts';

/** How one call waits. */
export interface Waiting {
  /** How long to wait for the answer, in milliseconds. Default: the client's. */
  readonly timeoutMs?: number;
  /** Ends the wait. The call may have taken effect all the same. */
  readonly signal?: AbortSignal;
}

/** A signed request, and what may be told of it. */
export interface Prepared {
  readonly request: Omit<HttpRequest, 'name' | 'timeoutMs' | 'signal'>;
  /** The parameters, secrets and all; they are redacted before anybody sees them. */
  readonly told: unknown;
}

/** One call: how its request is made, each time anew, and how its answer is read. */
export interface Call<Result> extends Repeatability {
  readonly protocol: 'v2' | 'v3';
  readonly name: string;
  readonly waiting: Waiting;
  prepare(): Promise<Prepared>;
  read(answer: HttpAnswer): Result | Promise<Result>;
}

/** Makes a call: signs, sends, reads; sends again where that is safe and wanted. */
export async function perform<Result>(settings: ClientSettings, call: Call<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await performOnce(settings, call, attempt);
    } catch (error) {
      const isLast = attempt > settings.retry.attempts || call.waiting.signal?.aborted;
      if (isLast || !mayRepeat(call, error)) throw error;
      if (!(await pause(settings.retry.delayMs, call.waiting.signal))) throw error;
    }
  }
}

async function performOnce<Result>(settings: ClientSettings, call: Call<Result>, attempt: number): Promise<Result> {
  const waiting = waitingOf(settings, call.waiting);
  const begun = { protocol: call.protocol, method: call.name, attempt, startedAt: settings.clock.now() };
  let prepared: Prepared | undefined;
  let answer: HttpAnswer | undefined;
  const tell = (end: Ending) => observe(settings, { ...begun, ...end }, prepared?.told, answer);
  try {
    prepared = await preparedInTime(settings, call, waiting);
    answer = await send(settings.transport, { name: call.name, ...prepared.request, ...waiting });
    const result = await call.read(answer);
    tell({ outcome: 'done' });
    return result;
  } catch (error) {
    tell(errorShown(error));
    throw error;
  }
}

export function waitingOf(settings: ClientSettings, { timeoutMs, signal }: Waiting) {
  return { timeoutMs: timeoutMs === undefined ? settings.timeoutMs : readTimeout(timeoutMs), signal };
}

/** An external signer may hang; the call must not. */
export async function preparedInTime(
  settings: ClientSettings,
  call: Pick<Call<unknown>, 'name' | 'prepare'>,
  { timeoutMs, signal }: ReturnType<typeof waitingOf>,
): Promise<Prepared> {
  const preparing = call.prepare();
  if (!settings.signsElsewhere) return preparing;
  const timeout = AbortSignal.timeout(timeoutMs);
  const ended = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  return new Promise((resolve, reject) => {
    const give = () => {
      const why = signal?.aborted ? 'the call was aborted' : `signer did not sign within ${timeoutMs} ms`;
      reject(new AlipayTimeoutError(`${call.name}: ${why}. Nothing was sent.`, 'not_sent', ended.reason));
    };
    if (ended.aborted) give();
    ended.addEventListener('abort', give, { once: true });
    preparing.then(resolve, reject).finally(() => ended.removeEventListener('abort', give));
  });
}

/** How an exchange ended. */
export type Ending = Pick<CallEvent, 'outcome' | 'error'>;

/** What is known of an answer. */
type Seen = Pick<HttpAnswer, 'httpStatus' | 'traceId'> & Partial<Pick<HttpAnswer, 'bytes'>>;

/** Tells whoever observes the client, if anybody does. */
export function observe(
  settings: ClientSettings,
  event: Omit<CallEvent, 'durationMs' | 'request'>,
  told: unknown,
  answer: Seen | undefined,
): void {
  const observer = settings.observe;
  if (observer === undefined) return;
  tellObserver(() =>
    observer({
      ...event,
      durationMs: settings.clock.now() - event.startedAt,
      request: redactedJson(told),
      ...(answer === undefined ? {} : { httpStatus: answer.httpStatus }),
      ...(answer?.traceId === undefined ? {} : { traceId: answer.traceId }),
      ...(answer?.bytes === undefined ? {} : { response: redactedText(decodeText(answer.bytes, settings.charset)) }),
    }),
  );
}

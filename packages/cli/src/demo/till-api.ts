/**
 * Why a call gave no data. `refused`: a definite no. `unknown`: it may or may not have happened; asking again is safe.
 * The others never reached Till's rules.
 */
export type TillProblem = 'refused' | 'unknown' | 'unreachable' | 'unauthorized' | 'busy';

export type TillAnswer<T> =
  | { readonly ok: true; readonly data: T; readonly envelope: unknown }
  | { readonly ok: false; readonly problem: TillProblem; readonly err: string; readonly envelope?: unknown };

export type Way = 'page' | 'wap';

/** The four calls a shop makes to a Till server. */
export interface TillApi {
  /** The form that takes the buyer to Alipay. */
  createOrder(
    way: Way,
    order: { orderNo: string; amount: string; subject: string; returnUrl: string },
  ): Promise<TillAnswer<string>>;
  /** Alipay's answer to a trade query, in camelCase. */
  orderDetail(orderNo: string): Promise<TillAnswer<Record<string, unknown>>>;
  refund(refund: { orderNo: string; amount: string; requestNo: string }): Promise<TillAnswer<Record<string, unknown>>>;
  /** Has the parameters of the buyer's return checked. Proves nothing about payment. */
  confirmReturn(params: Record<string, string>): Promise<TillAnswer<true>>;
}

interface TillApiOptions {
  serverUrl: () => string;
  appId: string;
  apiKey: string;
  fetch?: typeof fetch;
}

/** Longer than Till itself waits for Alipay, so that its own explanation arrives first. */
const ANSWER_MS = 30_000;

/** A merchant's client for Till: plain HTTP with the app's API key, which stays in this process. */
export function tillApi(options: TillApiOptions): TillApi {
  const send = options.fetch ?? fetch;

  async function call<T>(path: string, isData: (data: unknown) => data is T, body?: object): Promise<TillAnswer<T>> {
    const isPost = path.startsWith('POST ');
    const url = `${options.serverUrl()}/api/Alipay/${options.appId}/${path.slice(isPost ? 5 : 4)}`;
    try {
      const response = await send(url, {
        method: isPost ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${options.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return readAnswer(response.status, await response.text(), isData);
    } catch (error) {
      return { ok: false, problem: 'unreachable', err: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    createOrder: (way, order) =>
      call(way === 'page' ? 'POST CreateOrderPagePay' : 'POST CreateOrderWapPay', isString, order),
    orderDetail: (orderNo) => call(`GET OrderDetail?${new URLSearchParams({ orderNo })}`, isRecord),
    refund: (refund) => call(`POST OrderRefund?${new URLSearchParams(refund)}`, isRecord),
    confirmReturn: (params) => call('POST ReturnPageNotify', isTrue, params),
  };
}

/** Reads the envelope `{code, data, err}`; code 200 is success. */
function readAnswer<T>(status: number, text: string, isData: (data: unknown) => data is T): TillAnswer<T> {
  const envelope = parseJson(text);
  if (!isRecord(envelope) || typeof envelope.code !== 'number') {
    return { ok: false, problem: 'unknown', err: `HTTP ${status}: ${text.slice(0, 200)}` };
  }
  if (envelope.code === 200 && isData(envelope.data)) return { ok: true, data: envelope.data, envelope };
  return { ok: false, problem: problemOf(status, envelope.code), err: String(envelope.err ?? ''), envelope };
}

function problemOf(status: number, code: number): TillProblem {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'busy';
  return status >= 500 || code >= 500 || code === 200 ? 'unknown' : 'refused';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isTrue = (value: unknown): value is true => value === true;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

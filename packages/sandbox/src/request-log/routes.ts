import { badInput, takingNothing } from '../control/input.ts';
import { filterOf, readLimit } from '../control/readers.ts';
import { json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import { type RequestDetail, type RequestSummary, requestDetail, requestSummary } from './request-fields.ts';
import { EXCHANGES_MAX, type RequestLog } from './request-log.ts';

/** Which requests to list. */
export interface RequestFilter {
  app_id?: string;
  /** Such as `alipay.trade.query`; its calls over v3 too. */
  method?: string;
  out_trade_no?: string;
  trade_no?: string;
  direction?: string;
  /** `false`: only those that went wrong. */
  ok?: boolean | string;
  /** The newest so many; default 100, 1,000 at most. */
  limit?: number | string;
}

export const REQUEST_FILTERS = ['app_id', 'method', 'out_trade_no', 'trade_no', 'direction', 'ok', 'limit'] as const;
const LIMIT = 100;

/** `GET /_sandbox/requests` and `/_sandbox/requests/:id`. */
export function requestLogRoutes(log: RequestLog): Route[] {
  return [
    {
      method: 'GET',
      path: '/_sandbox/requests',
      handle: (request) => json({ requests: listRequests(log, filterOf(request, REQUEST_FILTERS)) }),
    },
    {
      method: 'GET',
      path: '/_sandbox/requests/:id',
      handle: takingNothing(({ params }) => json(showRequest(log, params.id ?? ''))),
    },
  ];
}

/** Newest first. @throws {SandboxError} 400 */
export function listRequests(log: RequestLog, { limit, ok, ...same }: RequestFilter): RequestSummary[] {
  const { direction } = same;
  if (direction !== undefined && direction !== 'in' && direction !== 'out') {
    throw badInput(`direction is ${direction}; it should be in or out.`);
  }
  const count = readLimit(limit, LIMIT, EXCHANGES_MAX);
  if (ok !== undefined && !/^(true|false)$/.test(String(ok)))
    throw badInput(`ok is ${ok}; it should be true or false.`);
  const wanted = Object.entries(same);
  const found: RequestSummary[] = [];
  for (const exchange of log.all()) {
    const summary = requestSummary(exchange);
    const values: Readonly<Record<string, unknown>> = { ...summary };
    const fits = wanted.every(([name, value]) => values[name] === value || (name === 'method' && isAt(values, value)));
    if (fits && (ok === undefined || summary.ok === (String(ok) === 'true'))) found.push(summary);
    if (found.length === count) break;
  }
  return found;
}

/** Whether a method of v2's naming is at the path that v3 knows as its method. */
function isAt({ method }: Readonly<Record<string, unknown>>, name = ''): boolean {
  return method === `/v3/${name.replaceAll('.', '/')}`;
}

/** @throws {SandboxError} 404 */
export function showRequest(log: RequestLog, id: string): RequestDetail {
  const exchange = log.find(Number(id));
  if (exchange !== undefined) return requestDetail(exchange);
  const hint = `The latest ${EXCHANGES_MAX} are kept: GET /_sandbox/requests lists them.`;
  throw new SandboxError(404, 'request_not_found', `There is no request ${id} any more. ${hint}`);
}

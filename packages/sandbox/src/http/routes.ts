import { type HttpReply, type HttpRequest, json, SandboxError } from './message.ts';

type Handler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

export interface Route {
  /** `*`: whatever it is; the handler looks itself. */
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | '*';
  /** Segments starting with `:` take any value: `/cashier/:token/pay`. A `*` at the end takes the rest of the path. */
  readonly path: string;
  readonly handle: Handler;
}

/** Routes, found by the first segment of their paths: of some eighty, few are left to be looked at. */
export type RouteTable = ReadonlyMap<string, readonly Place[]>;

/** A route and the segments of its path. */
interface Place {
  readonly route: Route;
  readonly segments: readonly string[];
}

export function routeTable(routes: readonly Route[]): RouteTable {
  const table = new Map<string, Place[]>();
  for (const route of routes) {
    const segments = route.path.split('/');
    const [, first = ''] = segments;
    table.set(first, [...(table.get(first) ?? []), { route, segments }]);
  }
  return table;
}

/** Finds the route of a request and lets it answer. */
export async function dispatch(table: RouteTable, request: HttpRequest): Promise<HttpReply> {
  const values = request.path.split('/');
  const here = (table.get(values[1] ?? '') ?? []).filter(({ segments }) => isAt(segments, values));
  const found = here.find(({ route }) => route.method === request.method || route.method === '*');
  if (found !== undefined) return found.route.handle({ ...request, params: paramsOf(found.segments, values) });
  if (here.length > 0) {
    const allowed = here.map(({ route }) => route.method).join(', ');
    throw new SandboxError(405, 'method_not_allowed', `${request.path} answers ${allowed}, not ${request.method}.`);
  }
  throw new SandboxError(404, 'not_found', `There is nothing at ${request.path}. GET / tells what there is.`);
}

/** What an error becomes; whatever is not an {@link SandboxError} is a defect of the sandbox and is reported. */
export function replyToError(error: unknown, report: (error: unknown) => void): HttpReply {
  if (error instanceof SandboxError) return json({ error: error.code, message: error.message }, error.status);
  report(error);
  return json({ error: 'internal_error', message: 'The sandbox failed; its log tells more.' }, 500);
}

function isAt(segments: readonly string[], values: readonly string[]): boolean {
  const isOpen = segments.at(-1) === '*';
  if (isOpen ? values.length < segments.length : values.length !== segments.length) return false;
  const literal = isOpen ? segments.length - 1 : segments.length;
  for (let index = 0; index < literal; index++) {
    const segment = segments[index] as string;
    if (segment !== values[index] && !segment.startsWith(':')) return false;
  }
  return true;
}

function paramsOf(segments: readonly string[], values: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(values[index] ?? '');
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new SandboxError(400, 'bad_path', `${segment} in the path is not valid percent-encoding.`);
  }
}

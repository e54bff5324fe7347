import { type HttpReply, type HttpRequest, json, SandboxError } from './message.ts';

type Handler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

export interface Route {
  /** `*`: whatever it is; the handler looks itself. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | '*';
  /** Segments starting with `:` take any value: `/cashier/:token/pay`. A `*` at the end takes the rest of the path. */
  readonly path: string;
  readonly handle: Handler;
}

/** Finds the route of a request and lets it answer. */
export async function dispatch(routes: readonly Route[], request: HttpRequest): Promise<HttpReply> {
  const values = request.path.split('/');
  const here = routes.flatMap((route) => {
    const params = match(route.path, request.path, values);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = here.find(({ route }) => route.method === request.method || route.method === '*');
  if (found !== undefined) return found.route.handle({ ...request, params: found.params });
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

/** The literal ones are told apart first: of some eighty routes, hardly any has segments that need a look. */
function match(pattern: string, path: string, values: readonly string[]): Record<string, string> | undefined {
  if (pattern === path) return {};
  if (pattern.endsWith('*')) return path.startsWith(pattern.slice(0, -1)) ? {} : undefined;
  if (!pattern.includes(':')) return undefined;
  const names = pattern.split('/');
  if (names.length !== values.length) return undefined;
  const isHere = names.every((name, index) => name.startsWith(':') || name === values[index]);
  if (!isHere) return undefined;
  const named = names.flatMap((name, index) => (name.startsWith(':') ? [[name.slice(1), values[index] ?? '']] : []));
  return Object.fromEntries(named.map(([name = '', value = '']) => [name, decode(value)]));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new SandboxError(400, 'bad_path', `${segment} in the path is not valid percent-encoding.`);
  }
}

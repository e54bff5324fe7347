import { type HttpReply, type HttpRequest, json, SandboxError } from './message.ts';

type Handler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Segments starting with `:` take any value: `/cashier/:token/pay`. */
  readonly path: string;
  readonly handle: Handler;
}

/** Finds the route of a request and lets it answer. */
export async function dispatch(routes: readonly Route[], request: HttpRequest): Promise<HttpReply> {
  const here = routes.flatMap((route) => {
    const params = match(route.path, request.path);
    return params === undefined ? [] : [{ route, params }];
  });
  const found = here.find(({ route }) => route.method === request.method);
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

function match(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split('/');
  const values = path.split('/');
  if (names.length !== values.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = decode(value);
    else if (name !== value) return undefined;
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

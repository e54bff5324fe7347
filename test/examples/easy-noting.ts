import { type EasyFields, type EasySdk, ResponseChecker } from '../../packages/alipay/src/easy/index.ts';

/** What is on every group beside its functions. */
export const EXTENSIONS: ReadonlySet<string> = new Set([
  'agent',
  'auth',
  'asyncNotify',
  'route',
  'optional',
  'optionalArgs',
]);

/** Every function of Easy SDK by its name: `payment.common.query`. */
export function functionNames(easy: EasySdk): string[] {
  return Object.entries(easy).flatMap(([area, groups]) =>
    Object.entries(groups).flatMap(([group, functions]) =>
      Object.keys(functions)
        .filter((name) => !EXTENSIONS.has(name))
        .map((name) => `${area}.${group}.${name}`),
    ),
  );
}

/** The same functions; each one's name is noted once it has done what it is for: Alipay said yes. */
export function noting<Functions extends object>(functions: Functions, done: Set<string>, path = ''): Functions {
  const entries = Object.entries(functions).map(([name, value]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (typeof value !== 'function') return [name, noting(value, done, at)];
    return [
      name,
      (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, undefined, args);
        return EXTENSIONS.has(name) ? noting(Object(result), done, path) : noted(result, () => done.add(at));
      },
    ];
  });
  return Object.fromEntries(entries) as Functions;
}

function noted(result: unknown, note: () => void): unknown {
  if (result instanceof Promise) return result.then((answer) => noted(answer, note));
  if (isResponse(result) ? ResponseChecker.success(result) : Boolean(result)) note();
  return result;
}

function isResponse(result: unknown): result is Pick<EasyFields, 'code' | 'subCode'> {
  return typeof result === 'object' && result !== null && 'code' in result;
}

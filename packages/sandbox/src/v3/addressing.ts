import { type OperationFacts, operationFacts } from '../examples/facts.ts';
import { METHODS } from '../gateway/methods/index.ts';

/** Which method a v3 request addresses. */
export interface Address {
  /** e.g. `alipay.trade.refund`. */
  readonly method: string;
  /** What is known of its types; undefined for a method that v3 does not describe. */
  readonly operation?: OperationFacts;
  /** What stands in the path where the operation has `{name}`. */
  readonly pathFields: Readonly<Record<string, string>>;
}

const PREFIX = '/v3/';

/** Finds the method at a path; undefined where there is none. */
export function addressOf(verb: string, path: string): Address | undefined {
  const method = path.slice(PREFIX.length).replaceAll('/', '.');
  const operation = operationFacts().get(method);
  if (operation?.path === path && operation.verb === verb) return { method, operation, pathFields: {} };
  for (const candidate of operationFacts().values()) {
    const pathFields = candidate.verb === verb ? match(candidate.path, path) : undefined;
    if (pathFields !== undefined) return { method: candidate.method, operation: candidate, pathFields };
  }
  // Methods of ours that v3's description does not list keep the rule: the name, with slashes.
  const isOurs = METHODS.get(method)?.kind === 'api' && operation === undefined;
  return isOurs && (verb === 'GET' || verb === 'POST') ? { method, pathFields: {} } : undefined;
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  if (!pattern.includes('{')) return pattern === path ? {} : undefined;
  const names = pattern.split('/');
  const values = path.split('/');
  if (names.length !== values.length) return undefined;
  const fields: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    if (name.startsWith('{')) fields[name.slice(1, -1)] = decodeSegment(value);
    else if (name !== value) return undefined;
  }
  return fields;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

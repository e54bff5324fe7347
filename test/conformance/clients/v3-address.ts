import { operationFacts } from '../../../packages/sandbox/src/examples/facts.ts';

/** Where a method is in v3. */
export interface V3Address {
  readonly verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
}

/** A method's verb and path by Alipay's description of v3. The few that it does not list keep its rule. */
export function v3Address(method: string): V3Address {
  const operation = operationFacts().get(method);
  if (operation === undefined) return { verb: 'POST', path: `/v3/${method.replaceAll('.', '/')}` };
  return { verb: operation.verb as V3Address['verb'], path: operation.path };
}

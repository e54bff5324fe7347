import {
  type FaultPlan,
  GATEWAY_FAULTS,
  type GatewayFaultRule,
  NOTIFY_FAULTS,
  type NotifyFaultRule,
} from '../faults/fault-plan.ts';
import { badInput, Input } from './input.ts';

/** Kinds that the plan knows by name and this sandbox does not do yet. */
const NOT_YET: readonly string[] = [
  ...['bad_signature', 'truncate', 'bad_charset'],
  ...['delay', 'reorder', 'stale_state', 'gbk'],
  ...['missing_row', 'duplicate_row', 'altered_amount', 'late'],
];
const WAIT_MS_MAX = 10 * 60 * 1000;

/** Checks the whole shape of a fault plan. @throws {SandboxError} 400, naming the field. */
export function readFaultPlan(value: unknown): FaultPlan {
  const input = new Input(value, 'The fault plan', ['seed', 'gateway', 'notify', 'bill']);
  if (input.list('bill').length > 0) throw badInput('The fault plan: bill faults are not offered yet.');
  const seed = input.number('seed', 0, Number.MAX_SAFE_INTEGER);
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(input.has('gateway') ? { gateway: input.list('gateway').map(readGatewayRule) } : {}),
    ...(input.has('notify') ? { notify: input.list('notify').map(readNotifyRule) } : {}),
  };
}

function readGatewayRule(value: unknown, index: number): GatewayFaultRule {
  const rule = new Input(value, `gateway[${index}]`, ['method', 'app_id', 'p', 'kind', 'ms']);
  const method = rule.text('method');
  const appId = rule.text('app_id');
  const ms = rule.number('ms', 0, WAIT_MS_MAX);
  return {
    ...(method === undefined ? {} : { method }),
    ...(appId === undefined ? {} : { app_id: appId }),
    p: rule.required('p', rule.number('p', 0, 1)),
    kind: readKind(rule, GATEWAY_FAULTS, `gateway[${index}]`),
    ...(ms === undefined ? {} : { ms }),
  };
}

function readNotifyRule(value: unknown, index: number): NotifyFaultRule {
  const rule = new Input(value, `notify[${index}]`, ['p', 'kind']);
  return {
    p: rule.required('p', rule.number('p', 0, 1)),
    kind: readKind(rule, NOTIFY_FAULTS, `notify[${index}]`),
  };
}

function readKind<T extends string>(rule: Input, offered: readonly T[], where: string): T {
  const kind = rule.required('kind', rule.text('kind'));
  const isOffered = offered.some((one) => one === kind);
  if (!isOffered && NOT_YET.includes(kind)) throw badInput(`${where}: kind ${kind} is not offered yet.`);
  return rule.required('kind', rule.oneOf('kind', offered));
}

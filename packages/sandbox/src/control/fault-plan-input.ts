import {
  BILL_FAULTS,
  type BillFaultRule,
  type FaultPlan,
  GATEWAY_FAULTS,
  type GatewayFaultRule,
  NOTIFY_FAULTS,
  type NotifyFaultRule,
} from '../faults/fault-plan.ts';
import { knownMethod } from '../gateway/perform.ts';
import { badInput, Input } from './input.ts';

const WAIT_MS_MAX = 10 * 60 * 1000;
const HOLD_MS_MAX = 25 * 60 * 60 * 1000;

/** Checks the whole shape of a fault plan. @throws {SandboxError} 400, naming the field. */
export function readFaultPlan(value: unknown): FaultPlan {
  const input = new Input(value, 'The fault plan', ['seed', 'gateway', 'notify', 'bill']);
  const seed = input.whole('seed', 0, Number.MAX_SAFE_INTEGER);
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(input.has('gateway') ? { gateway: input.list('gateway').map(readGatewayRule) } : {}),
    ...(input.has('notify') ? { notify: input.list('notify').map(readNotifyRule) } : {}),
    ...(input.has('bill') ? { bill: input.list('bill').map(readBillRule) } : {}),
  };
}

function readGatewayRule(value: unknown, index: number): GatewayFaultRule {
  const rule = new Input(value, `gateway[${index}]`, ['method', 'app_id', 'p', 'kind', 'ms']);
  const method = rule.text('method');
  if (method !== undefined && knownMethod(method) === undefined) {
    throw badInput(
      `gateway[${index}]: Alipay has no method ${method}. v3 calls are named so too, such as alipay.trade.query.`,
    );
  }
  const appId = rule.text('app_id');
  const ms = rule.whole('ms', 0, WAIT_MS_MAX);
  return {
    ...(method === undefined ? {} : { method }),
    ...(appId === undefined ? {} : { app_id: appId }),
    p: rule.required('p', rule.number('p', 0, 1)),
    kind: rule.required('kind', rule.oneOf('kind', GATEWAY_FAULTS)),
    ...(ms === undefined ? {} : { ms }),
  };
}

function readNotifyRule(value: unknown, index: number): NotifyFaultRule {
  const rule = new Input(value, `notify[${index}]`, ['app_id', 'p', 'kind', 'ms']);
  const appId = rule.text('app_id');
  const ms = rule.whole('ms', 0, HOLD_MS_MAX);
  return {
    ...(appId === undefined ? {} : { app_id: appId }),
    p: rule.required('p', rule.number('p', 0, 1)),
    kind: rule.required('kind', rule.oneOf('kind', NOTIFY_FAULTS)),
    ...(ms === undefined ? {} : { ms }),
  };
}

function readBillRule(value: unknown, index: number): BillFaultRule {
  const rule = new Input(value, `bill[${index}]`, ['app_id', 'p', 'kind']);
  const appId = rule.text('app_id');
  return {
    ...(appId === undefined ? {} : { app_id: appId }),
    p: rule.required('p', rule.number('p', 0, 1)),
    kind: rule.required('kind', rule.oneOf('kind', BILL_FAULTS)),
  };
}

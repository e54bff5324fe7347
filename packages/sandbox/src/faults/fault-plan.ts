/** What can go wrong at the gateway. `_before`: nothing was done; `_after`: it was done, and nobody was told. */
export const GATEWAY_FAULTS = [
  'delay',
  'timeout_before',
  'timeout_after',
  'reset_before',
  'reset_after',
  'unknown_error_before',
  'unknown_error_after',
  'bad_signature',
  'truncate',
  'bad_charset',
  'answer_twice',
  'app_call_limited',
  'method_call_limited',
  'illegal_client_ip',
  'no_permission',
] as const;

/** What can go wrong with a notification on its way to the merchant. */
export const NOTIFY_FAULTS = ['drop', 'duplicate', 'delay', 'reorder', 'stale_state', 'gbk', 'bad_signature'] as const;

/** What can go wrong with a bill: with its rows, or (`late`) with the whole of it. */
export const BILL_FAULTS = ['missing_row', 'duplicate_row', 'altered_amount', 'late'] as const;

export type GatewayFault = (typeof GATEWAY_FAULTS)[number];
export type NotifyFault = (typeof NOTIFY_FAULTS)[number];
export type BillFault = (typeof BILL_FAULTS)[number];

export interface GatewayFaultRule {
  /** Only calls of this method, e.g. `alipay.trade.refund`. */
  readonly method?: string;
  /** Only calls of this app. */
  readonly app_id?: string;
  /** Probability, 0 to 1. */
  readonly p: number;
  readonly kind: GatewayFault;
  /** Real milliseconds: how long `delay` waits (default 1000) or `timeout_*` holds the answer (default 30000). */
  readonly ms?: number;
}

export interface NotifyFaultRule {
  /** Only messages to this app. */
  readonly app_id?: string;
  readonly p: number;
  readonly kind: NotifyFault;
  /** Milliseconds of the sandbox's clock: how long `delay` (default one minute) and `reorder` (five) hold a message back. */
  readonly ms?: number;
}

export interface BillFaultRule {
  /** Only bills that this app asks for. */
  readonly app_id?: string;
  readonly p: number;
  readonly kind: BillFault;
}

/** What shall go wrong, and how often. Rules are tried in order; the first that fires counts. `{}`: nothing. */
export interface FaultPlan {
  /** The same seed and the same calls give the same faults. Default 0. */
  readonly seed?: number;
  readonly gateway?: readonly GatewayFaultRule[];
  readonly notify?: readonly NotifyFaultRule[];
  readonly bill?: readonly BillFaultRule[];
}

/** A plan and how far its random numbers have been used, one sequence for the gateway and one for notifications. */
export interface FaultState {
  readonly plan: FaultPlan;
  readonly gatewayState: number;
  readonly notifyState: number;
}

export function startPlan(plan: FaultPlan): FaultState {
  const seed = plan.seed ?? 0;
  return { plan, gatewayState: seed, notifyState: ~seed };
}

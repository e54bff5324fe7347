import { draw } from '../ids/random.ts';
import { put, type Records } from '../storage/records.ts';
import {
  type BillFault,
  type BillFaultRule,
  type FaultPlan,
  type GatewayFaultRule,
  type NotifyFaultRule,
  startPlan,
} from './fault-plan.ts';

/** Decides, by the plan in force, what goes wrong. */
export class Faults {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  get plan(): FaultPlan {
    return this.#state.plan;
  }

  set(plan: FaultPlan): void {
    this.#records.commit(put('faults', 'plan', startPlan(plan)));
  }

  /** The rule that strikes this call, if any. */
  forCall(method: string, appId: string): GatewayFaultRule | undefined {
    const rules = (this.plan.gateway ?? []).filter((rule) => (rule.method ?? method) === method && isFor(appId)(rule));
    const { struck, state } = roll(rules, this.#state.gatewayState);
    if (rules.length > 0) this.#records.commit(put('faults', 'plan', { ...this.#state, gatewayState: state }));
    return struck;
  }

  /** What strikes the notification about to be sent, if anything. */
  forNotification(appId: string): NotifyFaultRule | undefined {
    const rules = (this.plan.notify ?? []).filter(isFor(appId));
    const { struck, state } = roll(rules, this.#state.notifyState);
    if (rules.length > 0) this.#records.commit(put('faults', 'plan', { ...this.#state, notifyState: state }));
    return struck;
  }

  /**
   * What strikes one row of a bill. `row` names it for good (its bill, its serial number): a bill that is fetched again
   * must not have other mistakes than before, so chance comes from the name and not from a sequence.
   */
  forBillRow(row: string, appId: string): Exclude<BillFault, 'late'> | undefined {
    const kind = this.#forBill(row, appId, (rule) => rule.kind !== 'late');
    return kind === 'late' ? undefined : kind;
  }

  /** Whether a bill is not ready when it should be; `bill` names it for good. */
  isBillLate(bill: string, appId: string): boolean {
    return this.#forBill(bill, appId, (rule) => rule.kind === 'late') !== undefined;
  }

  #forBill(name: string, appId: string, concerns: (rule: BillFaultRule) => boolean): BillFault | undefined {
    const { seed = 0, bill = [] } = this.plan;
    return roll(bill.filter(isFor(appId)).filter(concerns), hashOf(`${seed} ${name}`)).struck?.kind;
  }

  get #state() {
    return this.#records.get('faults', 'plan') ?? startPlan({});
  }
}

function isFor(appId: string): (rule: { readonly app_id?: string }) => boolean {
  return (rule) => (rule.app_id ?? appId) === appId;
}

/** One number per rule, whether or not an earlier one struck, so that each rule meets the same fate in any company. */
function roll<R extends { readonly p: number }>(rules: readonly R[], from: number) {
  let state = from;
  let struck: R | undefined;
  for (const rule of rules) {
    const next = draw(state);
    state = next.state;
    if (next.value < rule.p) struck ??= rule;
  }
  return { struck, state };
}

/** A text's 32-bit FNV-1a hash: a seed for what must not depend on when it is asked. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash | 0;
}

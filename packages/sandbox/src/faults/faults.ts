import { draw } from '../ids/random.ts';
import { put, type Records } from '../storage/records.ts';
import { type FaultPlan, type GatewayFaultRule, type NotifyFault, startPlan } from './fault-plan.ts';

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
    const rules = (this.plan.gateway ?? []).filter(
      (rule) => (rule.method ?? method) === method && (rule.app_id ?? appId) === appId,
    );
    const { struck, state } = roll(rules, this.#state.gatewayState);
    if (rules.length > 0) this.#records.commit(put('faults', 'plan', { ...this.#state, gatewayState: state }));
    return struck;
  }

  /** What strikes the notification about to be sent, if anything. */
  forNotification(): NotifyFault | undefined {
    const rules = this.plan.notify ?? [];
    const { struck, state } = roll(rules, this.#state.notifyState);
    if (rules.length > 0) this.#records.commit(put('faults', 'plan', { ...this.#state, notifyState: state }));
    return struck?.kind;
  }

  get #state() {
    return this.#records.get('faults', 'plan') ?? startPlan({});
  }
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

import { type HttpRequest, json } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { ControlPlane } from './control-plane.ts';
import { readFaultPlan } from './fault-plan-input.ts';
import { badInput, Input, takingNothing } from './input.ts';
import { readPayment } from './payment-input.ts';
import { filterOf, NOTIFICATION_FILTERS, readInstant, readRegistration, TRADE_FILTERS } from './readers.ts';

/** The sandbox's own HTTP API: what {@link ControlPlane} does, as JSON. */
export function controlRoutes(control: ControlPlane): Route[] {
  return [
    {
      method: 'POST',
      path: '/_sandbox/apps',
      handle: async (request) => json(await control.registerApp(readRegistration(Input.json(request)))),
    },
    { method: 'GET', path: '/_sandbox/apps', handle: takingNothing(() => json({ apps: control.apps() })) },
    {
      method: 'GET',
      path: '/_sandbox/trades',
      handle: (request) => json({ trades: control.trades(filterOf(request, TRADE_FILTERS)) }),
    },
    {
      method: 'POST',
      path: '/_sandbox/trades/:trade_no/pay',
      handle: (request) => json(control.pay(request.params.trade_no ?? '', readPayment(Input.json(request)))),
    },
    {
      method: 'POST',
      path: '/_sandbox/trades/:trade_no/decline',
      handle: takingNothing(({ params }) => json(control.decline(params.trade_no ?? ''))),
    },
    {
      method: 'GET',
      path: '/_sandbox/notifications',
      handle: (request) => json({ notifications: control.notifications(filterOf(request, NOTIFICATION_FILTERS)) }),
    },
    {
      method: 'POST',
      path: '/_sandbox/notifications/:notify_id/resend',
      handle: takingNothing(async ({ params }) =>
        json({ notifications: await control.resend(params.notify_id ?? '') }),
      ),
    },
    {
      method: 'GET',
      path: '/_sandbox/summary',
      handle: (request) => json(control.summary(filterOf(request, ['app_id']).app_id)),
    },
    { method: 'GET', path: '/_sandbox/faults', handle: takingNothing(() => json(control.faults())) },
    {
      method: 'PUT',
      path: '/_sandbox/faults',
      handle: (request) => json(control.setFaults(readFaultPlan(Input.json(request)))),
    },
    { method: 'GET', path: '/_sandbox/clock', handle: takingNothing(() => json(clockOf(control))) },
    { method: 'POST', path: '/_sandbox/clock', handle: async (request) => json(await setClock(control, request)) },
    {
      method: 'POST',
      path: '/_sandbox/reset',
      handle: takingNothing(() => {
        control.reset();
        return json({ now: control.now() });
      }),
    },
  ];
}

function clockOf(control: ControlPlane): { now: number; speed: number } {
  return { now: control.now(), speed: control.speed() };
}

/** Moves the clock, changes its speed, or both: first it stands or runs, then it is moved. */
async function setClock(control: ControlPlane, request: HttpRequest): Promise<{ now: number; speed: number }> {
  const input = Input.body(request, ['advance_ms', 'now', 'speed']);
  if (input.has('now') && input.has('advance_ms')) {
    throw badInput('now and advance_ms both say where the clock goes: send one of them.');
  }
  const speed = input.number('speed', 0, Number.MAX_SAFE_INTEGER);
  const instant = input.has('now') ? readInstant(input) : undefined;
  const ms = input.number('advance_ms', 0, Number.MAX_SAFE_INTEGER);
  if (speed !== undefined) await control.setSpeed(speed);
  if (instant !== undefined) await control.setNow(instant);
  else if (ms !== undefined || speed === undefined) await control.advance(input.required('advance_ms', ms));
  return clockOf(control);
}

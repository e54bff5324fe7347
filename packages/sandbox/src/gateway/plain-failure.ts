import { GatewayRefusal } from './refusal.ts';

/** A business failure of the products whose codes carry no `ACQ.`: funds, agreements, bills. */
export function failure(code: string, message: string): GatewayRefusal {
  return new GatewayRefusal('40004', code, message);
}

/** How such a product refuses a wrong field. */
export function refusingAs(code: string): (detail: string) => GatewayRefusal {
  return (detail) => failure(code, `参数有误：${detail}`);
}

import { formatYuan } from '@till/alipay/money';
import type { PaymentInput } from './control-plane.ts';
import { Input } from './input.ts';

/** How to pay. @throws {SandboxError} 400, naming the field. */
export function readPayment(value: unknown): PaymentInput {
  const input = new Input(value, 'The payment', ['buyer_id', 'amount', 'password']);
  const buyerId = input.text('buyer_id');
  const amountFen = input.amount('amount');
  const password = input.text('password');
  return {
    ...(buyerId === undefined ? {} : { buyer_id: buyerId }),
    ...(amountFen === undefined ? {} : { amount: formatYuan(amountFen) }),
    ...(password === undefined ? {} : { password }),
  };
}

import { type Item, subjectOf } from './goods.ts';
import type { OrderView } from './live-order.ts';

/** The shop's backend in a nutshell, with this order's own values. */
export function snippet({ item, appId, view }: { item: Item; appId: string; view: OrderView }): string {
  return `const till = async (method, path, body) => {
  const response = await fetch(\`\${TILL_URL}/api/Alipay/${appId}/\${path}\`, {
    method,
    headers: {
      authorization: \`Bearer \${TILL_API_KEY}\`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const { code, data, err } = await response.json();
  if (code !== 200) throw new Error(err);
  return data;
};

const orderNo = '${view.orderNo}';
const amount = '${item.priceYuan}';

// 1. Have a form signed; the browser submits it and lands at the cashier.
const form = await till('POST', 'CreateOrderPagePay', {
  orderNo,
  amount,
  subject: '${subjectOf(item)}',
  returnUrl: 'https://shop.example/return',
});

// 2. Ask what became of it. Only this counts, never the browser's return.
const trade = await till('GET', \`OrderDetail?orderNo=\${orderNo}\`);

// 3. Refund. The same requestNo is the same refund, however often it is sent.
const refund = new URLSearchParams({ orderNo, amount, requestNo: 'r1' });
await till('POST', \`OrderRefund?\${refund}\`);`;
}

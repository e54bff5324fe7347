import type { FakeTill } from './fake-till.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly location: string;
}

/** Gets a page, or posts a form. */
export type Visit = (path: string, form?: Record<string, string>) => Promise<Answer>;

/** A browser's cookie jar and nothing more. */
export function visitorOf(till: FakeTill, language = 'zh-CN'): Visit {
  const cookies = new Map<string, string>();
  return async (path, form) => {
    const response = await fetch(new URL(path, till.url), {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { 'accept-language': language, cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (cookie.includes('Max-Age=0')) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { status, headers } = response;
    return { status, headers, text: await response.text(), location: headers.get('location') ?? '' };
  };
}

/** Orders an item; the order waits to be paid. */
export async function buy(till: FakeTill, item = 'tea') {
  const visit = visitorOf(till);
  await visit('/demo/orders', { item, way: 'page' });
  const [orderNo, order] = [...till.orders].at(-1) ?? [];
  if (orderNo === undefined || order === undefined) throw new Error('nothing was ordered');
  return { visit, orderNo, order, path: `/demo/orders/${orderNo}` };
}

/** Orders an item and pays it. */
export async function buyAndPay(till: FakeTill, item = 'tea') {
  const bought = await buy(till, item);
  Object.assign(bought.order, { status: 'TRADE_SUCCESS', isPaid: true });
  return bought;
}

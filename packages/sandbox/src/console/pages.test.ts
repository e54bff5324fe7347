import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';

test('trades are shown two hundred a page, with a way to the older ones and back', async () => {
  await using shop = await openShop();
  const { sandbox, merchant } = shop;
  const page = async (query = '') => {
    const address = `${sandbox.url}/_sandbox/?view=trades&lang=en${query}`;
    const text = await (await fetch(address, { headers: { accept: 'text/html' } })).text();
    const before = /before=(\d+)[^>]*data-testid="older"/.exec(text)?.[1];
    const numbers = [...new Set(text.match(/\btea-\d+\b/g))];
    return { numbers, before, leadsBack: text.includes('data-testid="newest"') };
  };
  const order = (count: number) => merchant.openCashier({ out_trade_no: `tea-${count}`, subject: 'leaves' });
  for (let count = 1; count <= 200; count++) await order(count);
  expect(await page()).toMatchObject({ before: undefined, leadsBack: false });
  const { tradeNo } = await order(201);
  const first = await page();
  expect([first.numbers.length, first.numbers[0], first.numbers.at(-1), first.leadsBack]).toEqual([
    200,
    'tea-201',
    'tea-2',
    false,
  ]);
  const second = await page(`&before=${first.before}`);
  expect(second).toEqual({ numbers: ['tea-1'], before: undefined, leadsBack: true });
  await sandbox.reset();
  expect(await page(`&before=${tradeNo}`)).toMatchObject({ numbers: [], before: undefined });
});

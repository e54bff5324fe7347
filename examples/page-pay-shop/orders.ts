import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventOf, ExpectedOrder } from '@till/alipay';
import { parseYuan } from '@till/alipay/money';

// The shop's books; yours are a table in a database of your own.
const books = new DatabaseSync(process.env.SHOP_DATABASE ?? join(tmpdir(), 'tea-shop.db'));
books.exec('CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, subject TEXT, amount TEXT, trade_no TEXT)');
const insert = books.prepare('INSERT INTO orders (number, subject, amount) VALUES (?, ?, ?)');
const select = books.prepare('SELECT amount FROM orders WHERE number = ?');
const update = books.prepare('UPDATE orders SET trade_no = ? WHERE number = ? AND trade_no IS NULL');

export const orders = {
  /** Stores an order before anybody can pay it, and gives it in Alipay's names. */
  create(subject: string, yuan: string) {
    const number = `T${randomUUID().replaceAll('-', '')}`;
    insert.run(number, subject, yuan);
    return { out_trade_no: number, subject, total_amount: yuan };
  },
  find(number: string): ExpectedOrder | undefined {
    const row = select.get(number);
    return row && { amountFen: parseYuan(String(row.amount)) };
  },
  /** Called again, it changes nothing: deliver by what was stored, not by how often it was told. */
  markPaid({ outTradeNo, tradeNo }: EventOf<'trade.paid'>): void {
    update.run(tradeNo, outTradeNo);
  },
};

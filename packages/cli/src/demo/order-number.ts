import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { formatBeijing, parseBeijing } from '@till/alipay/time';
import { findItem, type Item } from './goods.ts';

/** What an order number says by itself, so that the shop needs no database. */
export interface OrderFacts {
  readonly item: Item;
  readonly createdAtMs: number;
}

/** Makes and reads the shop's order numbers. */
export interface OrderNumbers {
  create(item: Item, nowMs: number): string;
  /** Undefined for a number that this shop did not make. */
  read(orderNo: string): OrderFacts | undefined;
}

const PATTERN = /^(demo([a-z]{1,12})(\d{14})[0-9a-f]{16})([0-9a-f]{12})$/;

/**
 * Order numbers like `demotea20260131093000` + 16 random hex digits + 12 of a seal: letters and digits only, at most
 * 54 of them. Nobody can guess one, and the seal shows that the number is ours and its item unchanged.
 */
export function orderNumbers(secret: string, random: (size: number) => Uint8Array = randomBytes): OrderNumbers {
  const seal = (text: string) => createHmac('sha256', secret).update(`demo order ${text}`).digest('hex').slice(0, 12);
  return {
    create(item, nowMs) {
      const text = `demo${item.code}${formatBeijing(nowMs).replace(/\D/g, '')}${Buffer.from(random(8)).toString('hex')}`;
      return text + seal(text);
    },
    read(orderNo) {
      const [, text = '', code = '', digits = '', claimed = ''] = PATTERN.exec(orderNo) ?? [];
      const item = findItem(code);
      if (item === undefined || !timingSafeEqual(Buffer.from(claimed), Buffer.from(seal(text)))) return undefined;
      return { item, createdAtMs: parseBeijing(digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6')) };
    },
  };
}

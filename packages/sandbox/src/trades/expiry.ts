import { formatBeijingDate, parseBeijing } from '@till/alipay/time';

/** Until when a trade may be paid, as the merchant said it. */
export type Expiry =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'after'; readonly ms: number }
  /** `1c`: at the end of the Beijing day on which it begins to count. */
  | { readonly kind: 'midnight' };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const UNIT_MS = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: DAY_MS } as const;

/** Page and wap payments: 15 days, which is also the longest. */
export const DEFAULT_EXPIRY: Expiry = { kind: 'after', ms: 15 * DAY_MS };

/** Payments face to face: 3 hours. */
export const FACE_TO_FACE_EXPIRY: Expiry = { kind: 'after', ms: 3 * 60 * MINUTE_MS };

/** Reads `timeout_express`: `90m`, `2h`, `1d` (1m to 15d) or `1c`. Undefined for anything else. */
export function readTimeoutExpress(text: string): Expiry | undefined {
  if (text === '1c') return { kind: 'midnight' };
  const match = /^(\d{1,5})([mhd])$/.exec(text);
  if (match === null) return undefined;
  const ms = Number(match[1]) * UNIT_MS[match[2] as 'm' | 'h' | 'd'];
  return ms >= MINUTE_MS && ms <= 15 * DAY_MS ? { kind: 'after', ms } : undefined;
}

/** Reads `time_expire`: `yyyy-MM-dd HH:mm:ss` or `yyyy-MM-dd HH:mm`, Beijing time. Undefined for anything else. */
export function readTimeExpire(text: string): Expiry | undefined {
  if (!/^[\d-]{10} [\d:]{5,8}$/.test(text)) return undefined;
  try {
    return { kind: 'at', at: parseBeijing(text) };
  } catch {
    return undefined;
  }
}

/** The instant at which a trade expires if the time begins to count at `from`. Epoch milliseconds. */
export function expiresAt(expiry: Expiry, from: number): number {
  switch (expiry.kind) {
    case 'at':
      return expiry.at;
    case 'after':
      return from + expiry.ms;
    case 'midnight':
      return parseBeijing(`${formatBeijingDate(from)} 00:00:00`) + DAY_MS;
  }
}

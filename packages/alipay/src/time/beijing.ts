/**
 * Alipay's wall clock: `yyyy-MM-dd HH:mm:ss`, always Asia/Shanghai, whatever the host's zone.
 * China has had no daylight saving since 1991, so the offset is a constant.
 */
const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

/** A text that is not a date and time as Alipay writes them. */
export class BeijingTimeError extends Error {
  override readonly name = 'BeijingTimeError';

  constructor(text: string) {
    super(`${JSON.stringify(text.slice(0, 40))} is not a time. Write it like "2026-01-31 09:30:00" (Beijing time).`);
  }
}

/** Writes epoch milliseconds as Beijing time, `yyyy-MM-dd HH:mm:ss`. Milliseconds are cut off. */
export function formatBeijing(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  // Most of what is written is the present second, again and again.
  if (second !== latest.second) {
    const text = new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
    latest = { second, text };
  }
  return latest.text;
}

let latest = { second: Number.NaN, text: '' };

/** As {@link formatBeijing}, with milliseconds: `yyyy-MM-dd HH:mm:ss.SSS` (Alipay's `gmt_refund`). */
export function formatBeijingMs(epochMs: number): string {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 23).replace('T', ' ');
}

/** Writes the Beijing date of an instant, `yyyy-MM-dd`: the day of a bill. */
export function formatBeijingDate(epochMs: number): string {
  return formatBeijing(epochMs).slice(0, 10);
}

const PATTERN = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/;

/**
 * Reads Beijing time (`yyyy-MM-dd HH:mm:ss`, seconds and milliseconds optional) into epoch milliseconds.
 * @throws {BeijingTimeError} for any other text, and for days that do not exist (`2026-02-30`).
 */
export function parseBeijing(text: string): number {
  const match = PATTERN.exec(text);
  if (match === null) throw new BeijingTimeError(text);
  const [, year, month, day, hour, minute, second = '00', fraction = '0'] = match;
  const utc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`);
  const epochMs = utc - BEIJING_OFFSET_MS;
  const canonical = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  if (Number.isNaN(utc) || formatBeijing(epochMs) !== canonical) throw new BeijingTimeError(text);
  return epochMs;
}

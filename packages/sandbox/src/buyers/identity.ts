import { createHash } from 'node:crypto';
import { formatBeijingDate } from '@till/alipay/time';
import type { Buyer } from './buyer.ts';

/** Who somebody is by the papers that Alipay has seen. */
export interface Identity {
  readonly name: string;
  /** An identity card's number: 18 digits, the last of which may be an X. */
  readonly certNo: string;
}

/** What a merchant wants to be sure of before somebody pays; what is absent is not checked. */
export interface IdentityCheck {
  readonly name?: string;
  readonly certType?: string;
  readonly certNo?: string;
  /** In whole years. */
  readonly minAge?: number;
  readonly maxAge?: number;
  /** SHA-256 of the name with the number behind it, in hex. */
  readonly hash?: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A buyer's papers: a number of Beijing's first district, made from the buyer's own. */
export function identityOf({ id, name }: Pick<Buyer, 'id' | 'name'>): Identity {
  const born = 1980 + (Number(id.slice(-2)) % 40);
  const digits = `110101${born}0615${id.slice(-3)}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return { name, certNo: `${digits}${'10X98765432'[sum % 11]}` };
}

/** Whether somebody is who the merchant wants, at an instant. */
export function isWhoIsWanted(identity: Identity, wanted: IdentityCheck, now: number): boolean {
  const { name, certType, certNo, minAge, maxAge, hash } = wanted;
  const isPlain = name !== undefined || certType !== undefined || certNo !== undefined;
  return (
    (name ?? identity.name) === identity.name &&
    (certType ?? 'IDENTITY_CARD') === 'IDENTITY_CARD' &&
    (certNo ?? identity.certNo) === identity.certNo &&
    (minAge === undefined || ageOf(identity, now) >= minAge) &&
    (maxAge === undefined || ageOf(identity, now) <= maxAge) &&
    // Alipay heeds the hash only where nothing is said in plain.
    (hash === undefined || isPlain || hash.toLowerCase() === hashOf(identity))
  );
}

function ageOf({ certNo }: Identity, now: number): number {
  const [year = '', month = '', day = ''] = formatBeijingDate(now).split('-');
  const hadBirthday = `${month}${day}` >= certNo.slice(10, 14);
  return Number(year) - Number(certNo.slice(6, 10)) - (hadBirthday ? 0 : 1);
}

function hashOf({ name, certNo }: Identity): string {
  return createHash('sha256').update(`${name}${certNo}`).digest('hex');
}

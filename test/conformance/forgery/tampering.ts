import fc from 'fast-check';
import type { Pair } from './bare-form.ts';

/** A change of bytes. */
export type Tampering = (original: Buffer) => Buffer;

/** What a forger may do to bytes: change, cut, insert, repeat, move, truncate, several times over. */
export function byteTampering(inserted: readonly string[]): fc.Arbitrary<Tampering> {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }).map((array) => Buffer.from(array)),
    fc.constantFrom(...inserted).map((text) => Buffer.from(text)),
  );
  const step = fc.record({
    kind: fc.constantFrom('set', 'cut', 'insert', 'repeat', 'move', 'truncate', 'flip'),
    // A place as a part of the whole, whatever its length has become.
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
    bytes,
  });
  return fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => (original) => steps.reduce(apply, original));
}

interface Step {
  readonly kind: string;
  readonly at: number;
  readonly to: number;
  readonly length: number;
  readonly bytes: Buffer;
}

function apply(original: Buffer, { kind, at, to, length, bytes }: Step): Buffer {
  const place = Math.floor(at * original.length);
  const [head, rest] = [original.subarray(0, place), original.subarray(place)];
  switch (kind) {
    case 'set':
      return Buffer.concat([head, bytes, rest.subarray(bytes.length)]);
    case 'cut':
      return Buffer.concat([head, rest.subarray(length)]);
    case 'insert':
      return Buffer.concat([head, bytes, rest]);
    case 'repeat':
      return Buffer.concat([head, rest.subarray(0, length), rest]);
    case 'move': {
      const left = Buffer.concat([head, rest.subarray(length)]);
      const target = Math.floor(to * left.length);
      return Buffer.concat([left.subarray(0, target), rest.subarray(0, length), left.subarray(target)]);
    }
    case 'truncate':
      return Buffer.from(head);
    default:
      return Buffer.concat([head, Buffer.from([(rest[0] ?? 0) ^ (1 << (length % 8))]), rest.subarray(1)]);
  }
}

/** A signature as people garble it: another alphabet, white space, padding, case, a bit, a part. */
export const garbledBase64: fc.Arbitrary<(text: string) => string> = fc.constantFrom(
  (text: string) => text.replaceAll('+', '-').replaceAll('/', '_'),
  (text: string) => text.replace(/=+$/, ''),
  (text: string) => `${text}=`,
  (text: string) => `${text}\n`,
  (text: string) => ` ${text}`,
  (text: string) => text.replace(/(.{76})/g, '$1\r\n'),
  (text: string) => text.replaceAll('+', ' '),
  (text: string) => text.toLowerCase(),
  (text: string) => text.slice(0, -4),
  (text: string) => `${text}${text}`,
  (text: string) => `${text}AAAA`,
  (text: string) => text.replace(/.(?==+$)/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)),
  (text: string) => Buffer.from(text, 'base64').toString('hex'),
  (text: string) => `\u0000${text}`,
  () => '',
);

/** A change of a form's parameters. */
export type FormTampering = (pairs: readonly Pair[]) => Pair[];

const NAMES = [
  'sign',
  'sign_type',
  'charset',
  'app_id',
  'total_amount',
  'trade_status',
  'extra',
  '__proto__',
  'a&b',
  '',
];
const VALUES = [
  '',
  'RSA',
  'RSA2',
  'rsa2',
  'GBK',
  'gb2312',
  'UTF-8',
  'big5',
  '0.01',
  '８８.８８',
  'TRADE_FINISHED',
  '\0',
  '\ud83c',
];

const TEXT_CHANGES: readonly ((text: string) => string)[] = [
  (text) => utf8(text, (decoded) => decoded.normalize('NFD')),
  (text) => utf8(text, (decoded) => decoded.normalize('NFKC')),
  (text) => utf8(text, (decoded) => `${decoded}\u200b`),
  (text) => utf8(text, (decoded) => `\ufeff${decoded}`),
  (text) => text.trim(),
  (text) => `${text} `,
  (text) => text.toUpperCase(),
  (text) => text.slice(0, -1),
  (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  (text) => encodeURIComponent(text),
];

/** What a forger, or a careless framework, may do to parameters, several times over. */
export const formTampering: fc.Arbitrary<FormTampering> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        'shuffle',
        'drop',
        'repeat',
        'add',
        'replace',
        'change',
        'rename',
        'swap',
        'garble',
        'merge',
      ),
      at: fc.nat(40),
      other: fc.nat(40),
      name: fc.constantFrom(...NAMES),
      value: fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 8 })).map(latin1),
      change: fc.constantFrom(...TEXT_CHANGES),
      garble: garbledBase64,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((steps) => (pairs) => steps.reduce(tamperForm, [...pairs]));

interface FormStep {
  readonly kind: string;
  readonly at: number;
  readonly other: number;
  readonly name: string;
  readonly value: string;
  readonly change: (text: string) => string;
  readonly garble: (text: string) => string;
}

function tamperForm(pairs: Pair[], step: FormStep): Pair[] {
  const index = step.at % Math.max(pairs.length, 1);
  const other = step.other % Math.max(pairs.length, 1);
  const [name, value] = pairs[index] ?? ['', ''];
  const [otherName, otherValue] = pairs[other] ?? ['', ''];
  const replaced = (next: Pair) => pairs.map((pair, at) => (at === index ? next : pair));
  switch (step.kind) {
    case 'shuffle':
      return [...pairs.slice(index), ...pairs.slice(0, index)].reverse();
    case 'drop':
      return pairs.toSpliced(index, 1);
    case 'repeat':
      return pairs.toSpliced(other, 0, [name, step.at % 2 === 0 ? value : step.value]);
    case 'add':
      return pairs.toSpliced(index, 0, [step.name, step.value]);
    case 'replace':
      return pairs.map((pair) => (pair[0] === step.name ? [step.name, step.value] : pair));
    case 'change':
      return replaced([name, step.change(value)]);
    case 'rename':
      return replaced([step.at % 2 === 0 ? step.name : step.change(name), value]);
    case 'swap':
      return pairs.map((pair, at) => {
        if (at === index) return [name, otherValue];
        return at === other ? [otherName, value] : pair;
      });
    case 'merge':
      return pairs.toSpliced(index, 2, [name, `${value}&${pairs[index + 1]?.join('=') ?? ''}`]);
    default:
      return pairs.map((pair) => (pair[0] === 'sign' ? ['sign', step.garble(pair[1])] : pair));
  }
}

/** How a form's bytes may be written: all of these mean the same. */
export const formWriting: fc.Arbitrary<(pairs: readonly Pair[]) => Buffer> = fc
  .constantFrom<((byte: string) => string)[]>(
    (byte) => (/[\w.-]/.test(byte) ? byte : percent(byte)),
    percent,
    (byte) => percent(byte).toLowerCase(),
    (byte) => (byte === ' ' ? '+' : /[\w.*-]/.test(byte) ? byte : percent(byte)),
    (byte) => (/[^&=+%\s]/.test(byte) ? byte : percent(byte)),
  )
  .map(
    (write) => (pairs) =>
      Buffer.from(pairs.map((pair) => pair.map((text) => written(text, write)).join('=')).join('&'), 'latin1'),
  );

function written(text: string, write: (byte: string) => string): string {
  return Array.from(text, write).join('');
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
}

/** A text's bytes in UTF-8, as a byte string. */
export function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function utf8(bytes: string, change: (text: string) => string): string {
  return latin1(change(Buffer.from(bytes, 'latin1').toString('utf8')));
}

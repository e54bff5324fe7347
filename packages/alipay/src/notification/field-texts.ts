import { AlipayNotificationError } from '../errors/index.ts';
import { AmountError, type Fen, parseYuan } from '../money/index.ts';
import { BeijingTimeError, parseBeijing } from '../time/index.ts';

/**
 * The texts of a verified message, read one by one. Alipay has signed them, so one that cannot be read is not an attack
 * but something this package does not know: an error that names it, never a guess.
 */
export class FieldTexts {
  readonly #texts: Readonly<Record<string, unknown>>;

  constructor(texts: Readonly<Record<string, unknown>>) {
    this.#texts = texts;
  }

  /** The text of a field; undefined if it is absent or empty. */
  text(name: string): string | undefined {
    const value = Object.hasOwn(this.#texts, name) ? this.#texts[name] : undefined;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** @throws {AlipayNotificationError} if it is absent. */
  required(name: string): string {
    return this.text(name) ?? fail(`The message has no ${name}.`);
  }

  /** An amount in yuan, as fen. @throws {AlipayNotificationError} */
  fen(name: string): Fen | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    try {
      return parseYuan(text);
    } catch (error) {
      return error instanceof AmountError ? fail(`${name}: ${error.message}`) : rethrow(error);
    }
  }

  /** @throws {AlipayNotificationError} */
  requiredFen(name: string): Fen {
    return this.fen(name) ?? fail(`The message has no ${name}.`);
  }

  /** A Beijing time, as epoch milliseconds; undefined if it is written in another way: no time decides anything here. */
  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    try {
      return parseBeijing(text);
    } catch (error) {
      return error instanceof BeijingTimeError ? undefined : rethrow(error);
    }
  }

  /** A list of objects, given as such or as JSON text; empty if absent. @throws {AlipayNotificationError} */
  list(name: string): FieldTexts[] {
    const value = this.#texts[name];
    const list = typeof value === 'string' && value !== '' ? parseJson(value) : value;
    if (list === undefined || list === '') return [];
    if (!Array.isArray(list) || !list.every(isObject)) return fail(`${name} is not a list of objects.`);
    return list.map((item) => new FieldTexts(item));
  }
}

/** The object that a JSON text describes; undefined if it describes none. */
export function jsonObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const value = text === undefined ? undefined : parseJson(text);
  return isObject(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(problem: string): never {
  throw new AlipayNotificationError('malformed', `${problem} It is from Alipay, but cannot be read.`);
}

function rethrow(error: unknown): never {
  throw error;
}

import { AmountError, type Fen, parseYuan } from '@till/alipay/money';
import { type HttpRequest, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';

const TITLE_LENGTH_MAX = 128;

/** The fields of a JSON body, checked one by one. Names that are not expected are refused: they may be misspelt. */
export class Input {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #where: string;

  constructor(value: unknown, where: string, names: readonly string[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw badInput(`${where} should be ${names.length === 0 ? 'empty' : `a JSON object with ${names.join(', ')}`}.`);
    }
    this.#values = { ...value };
    this.#where = where;
    const strange = Object.keys(value).find((name) => !names.includes(name));
    if (strange !== undefined) {
      throw badInput(`${where} has no field "${strange}". It may have ${names.join(', ') || 'none'}.`);
    }
  }

  /** Reads a request's body; an empty one counts as `{}`. */
  static body(request: HttpRequest, names: readonly string[]): Input {
    return new Input(Input.json(request), 'The body', names);
  }

  /** A request's body as it is; an empty one counts as `{}`. Calls with a body have no filters. */
  static json({ body, query }: HttpRequest): unknown {
    if (query !== '') throw badInput(`This call takes no query, and got ?${query.slice(0, 60)}.`);
    try {
      return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SandboxError(400, 'bad_json', `The body is not JSON: ${reason}.`);
    }
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  raw(name: string): unknown {
    return this.#values[name];
  }

  text(name: string): string | undefined {
    return this.#read(name, 'a text', (value) => (typeof value === 'string' && value !== '' ? value : undefined));
  }

  /** An amount in yuan, as a text: a JSON number is a float to most who read it. */
  amount(name: string): Fen | undefined {
    const text = this.#read(name, 'an amount in yuan as a text, such as "88.88"', (value) =>
      typeof value === 'string' ? value : undefined,
    );
    return text === undefined ? undefined : readAmount(name, text);
  }

  /** A name for people to read. */
  title(name: string): string | undefined {
    return this.#read(name, `a text of 1 to ${TITLE_LENGTH_MAX} characters, not blank`, (value) =>
      typeof value === 'string' && value.trim() !== '' && [...value].length <= TITLE_LENGTH_MAX ? value : undefined,
    );
  }

  /** A number from `min` to `max`. */
  number(name: string, min: number, max: number): number | undefined {
    return this.#read(name, `a number from ${min} to ${max}`, (value) =>
      typeof value === 'number' && value >= min && value <= max ? value : undefined,
    );
  }

  /** A whole number from `min` to `max`. */
  whole(name: string, min: number, max: number): number | undefined {
    return this.#read(name, `a whole number from ${min} to ${max}`, (value) =>
      Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined,
    );
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    return this.#read(name, `one of ${allowed.join(', ')}`, (value) => allowed.find((one) => one === value));
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  /** A list of texts, each of them as `isRight` wants it. */
  texts<T extends string>(name: string, expected: string, isRight: (text: string) => text is T): T[] | undefined;
  texts(name: string, expected: string, isRight: (text: string) => boolean): string[] | undefined;
  texts(name: string, expected: string, isRight: (text: string) => boolean): string[] | undefined {
    return this.#read(name, `a list of ${expected}`, (value) =>
      Array.isArray(value) && value.every((one) => typeof one === 'string' && isRight(one)) ? value : undefined,
    );
  }

  list(name: string): readonly unknown[] {
    return this.#read(name, 'a list', (value) => (Array.isArray(value) ? value : undefined)) ?? [];
  }

  /** The value, which the caller cannot do without. */
  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw badInput(`${this.#where} lacks ${name}.`);
    return value;
  }

  #read<T>(name: string, expected: string, parse: (value: unknown) => T | undefined): T | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    const parsed = parse(value);
    if (parsed !== undefined) return parsed;
    throw badInput(`${this.#where}: ${name} is ${JSON.stringify(value)?.slice(0, 60)}; it should be ${expected}.`);
  }
}

/** For a call that takes neither fields nor filters: what comes with it is misspelt, or meant for another. */
export function takingNothing(handle: Route['handle']): Route['handle'] {
  return (request) => {
    Input.body(request, []);
    return handle(request);
  };
}

function readAmount(name: string, text: string): Fen {
  try {
    return parseYuan(text);
  } catch (error) {
    throw error instanceof AmountError ? badInput(`${name}: ${error.message}`) : error;
  }
}

export function badInput(message: string): SandboxError {
  return new SandboxError(400, 'bad_input', message);
}

import { AmountError, type Fen, parseYuan } from '@till/alipay/money';
import { businessFailure, GatewayRefusal } from './refusal.ts';

/** The `biz_content` of a call: reads its fields and refuses wrong ones with ACQ.INVALID_PARAMETER. */
export class BizContent {
  readonly #values: Readonly<Record<string, unknown>>;

  readonly #refuse: (detail: string) => GatewayRefusal;

  constructor(values: Readonly<Record<string, unknown>>, refuse: (detail: string) => GatewayRefusal = invalid) {
    this.#values = values;
    this.#refuse = refuse;
  }

  /** The same content, its wrong fields refused in another way: not every product says ACQ.INVALID_PARAMETER. */
  refusing(refuse: (detail: string) => GatewayRefusal): BizContent {
    return new BizContent(this.#values, refuse);
  }

  /** How a wrong field of this content is refused. */
  refusal(detail: string): GatewayRefusal {
    return this.#refuse(detail);
  }

  /**
   * Absent counts as empty. `what` the text is called where it comes from.
   * @throws {GatewayRefusal} isv.invalid-parameter if it is not a JSON object.
   */
  static parse(text: string | undefined, what = 'biz_content'): BizContent {
    try {
      const value = parseExactly(text ?? '{}');
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new BizContent({ ...value });
    } catch {
      // Refused below, like any other value that is not an object.
    }
    throw new GatewayRefusal('40002', 'isv.invalid-parameter', `参数无效：${what}不是合法的JSON对象`);
  }

  /** All fields as they came. */
  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  /** Text of at most `length` characters, undefined when absent or empty. Numbers are read as text. */
  text(name: string, length: number): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') throw this.#refuse(`${name}应为字符串`);
    const text = String(value);
    if (text.length > length) throw this.#refuse(`${name}超过${length}个字符`);
    return text;
  }

  requiredText(name: string, length: number): string {
    const text = this.text(name, length);
    if (text === undefined) throw this.#refuse(`缺少${name}`);
    return text;
  }

  /** An amount in yuan, as text or number. */
  requiredAmount(name: string, label: string): Fen {
    const text = this.requiredText(name, 32);
    try {
      return parseYuan(text);
    } catch (error) {
      if (error instanceof AmountError) throw this.#refuse(`${label}格式错误`);
      throw error;
    }
  }

  /** A list of texts such as `query_options`; empty when absent. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.#refuse(`${name}应为数组`);
    return value.filter((item): item is string => typeof item === 'string');
  }

  /** An amount in yuan, undefined when absent. */
  amount(name: string, label: string): Fen | undefined {
    return this.text(name, 32) === undefined ? undefined : this.requiredAmount(name, label);
  }

  /** A nested object, or a text that holds one as JSON; empty when absent. */
  object(name: string): BizContent {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return new BizContent({}, this.#refuse);
    const read = typeof value === 'string' ? parseJson(value) : value;
    if (!isObject(read)) throw this.#refuse(`${name}应为JSON对象`);
    return new BizContent({ ...read }, this.#refuse);
  }

  /** A list of nested objects; empty when absent. */
  objects(name: string): readonly BizContent[] {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return [];
    const read = typeof value === 'string' ? parseJson(value) : value;
    if (!Array.isArray(read) || !read.every(isObject)) throw this.#refuse(`${name}应为对象数组`);
    return read.map((item) => new BizContent({ ...item }, this.#refuse));
  }

  has(name: string): boolean {
    const value = this.#values[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** The raw text of a field if it is a text: what failed calls echo. */
  echo(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  }
}

export function invalid(detail: string): GatewayRefusal {
  return businessFailure('INVALID_PARAMETER', detail);
}

/** Numbers that would not come out as they were written: more digits than fit, or an exponent. */
const FRAGILE_NUMBER = /\d{16}|\d[eE]/;

/** Numbers whose digits would be lost stay the text that was sent, as order numbers and amounts must. */
function parseExactly(text: string): unknown {
  if (!FRAGILE_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && FRAGILE_NUMBER.test(context?.source ?? '') ? context?.source : value,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

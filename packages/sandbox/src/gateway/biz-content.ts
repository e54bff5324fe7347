import { AmountError, type Fen, parseYuan } from '@till/alipay/money';
import { businessFailure, GatewayRefusal } from './refusal.ts';

/** The `biz_content` of a call: reads its fields and refuses wrong ones with ACQ.INVALID_PARAMETER. */
export class BizContent {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** @throws {GatewayRefusal} isv.invalid-parameter if it is not a JSON object. Absent counts as empty. */
  static parse(text: string | undefined): BizContent {
    try {
      const value: unknown = JSON.parse(text ?? '{}');
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new BizContent({ ...value });
    } catch {
      // Refused below, like any other value that is not an object.
    }
    throw new GatewayRefusal('40002', 'isv.invalid-parameter', '参数无效：biz_content不是合法的JSON对象');
  }

  /** Text of at most `length` characters, undefined when absent or empty. Numbers are read as text. */
  text(name: string, length: number): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') throw invalid(`${name}应为字符串`);
    const text = String(value);
    if (text.length > length) throw invalid(`${name}超过${length}个字符`);
    return text;
  }

  requiredText(name: string, length: number): string {
    return this.text(name, length) ?? fail(`缺少${name}`);
  }

  /** An amount in yuan, as text or number. */
  requiredAmount(name: string, label: string): Fen {
    const text = this.requiredText(name, 32);
    try {
      return parseYuan(text);
    } catch (error) {
      if (error instanceof AmountError) throw invalid(`${label}格式错误`);
      throw error;
    }
  }

  /** A list of texts such as `query_options`; empty when absent. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw invalid(`${name}应为数组`);
    return value.filter((item): item is string => typeof item === 'string');
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

function fail(detail: string): never {
  throw invalid(detail);
}

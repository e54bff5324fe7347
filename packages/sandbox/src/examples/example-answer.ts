import type { AnswerFields, AnswerValue } from '../gateway/answer.ts';
import type { MethodFacts } from './facts.ts';
import { itemShapes, propertyShapes, resolve, type Shape } from './schema.ts';

/** How deep an example goes into objects within objects. */
const DEPTH_MAX = 5;

/**
 * An answer that a method could give over v2: the same every time, and of the right types. What v3 knows to be a number
 * or a truth value is written as the text of one.
 */
export function exampleAnswer({ v2Response, v3 }: MethodFacts): AnswerFields {
  const finer = v3 === undefined ? [] : [v3.responseShape];
  const shape = v2Response ?? v3?.responseShape;
  if (shape === undefined) return {};
  // A field of its own called `code` would hide the gateway's.
  const { code: _, msg: __, sub_code: ___, sub_msg: ____, ...fields } = exampleObject(shape, finer, 0);
  return fields;
}

/** The same for v3, whose types are finer. */
export function exampleOperationAnswer(shape: Shape): AnswerFields {
  return exampleObject(shape, [], 0);
}

function exampleObject(shape: Shape, finer: readonly Shape[], depth: number): AnswerFields {
  const properties = Object.entries(resolve(shape).properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const values = properties.map(([name, schema]) => {
    const value = exampleValue(name, { schema, named: shape.named }, propertyShapes(finer, name), depth);
    return [name, value] as const;
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function exampleValue(name: string, shape: Shape, finer: readonly Shape[], depth: number): AnswerValue | undefined {
  switch (resolve(shape).type) {
    case 'string':
      return exampleText(name, finer);
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array': {
      const [item] = itemShapes([shape]);
      const value = item && exampleValue(name, item, itemShapes(finer), depth + 1);
      return value === undefined ? [] : [value];
    }
    default: {
      const fields = depth < DEPTH_MAX ? exampleObject(shape, finer, depth + 1) : {};
      // Alipay leaves out what is empty, and who verifies an answer by writing it anew cannot tell {} from [].
      return Object.keys(fields).length === 0 ? undefined : fields;
    }
  }
}

/** What a text of such a name looks like; the first pattern that fits counts. */
const TEXTS: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/(^|_)(amount|price|fee|balance|money)$/, '88.88'],
  [/(^|_)(date|time|gmt|dt)$|^gmt_|(start|end|begin|expire|valid)_(date|time)/, '2026-01-31 09:30:00'],
  [/(^|_)(url|link)$/, 'https://sandbox.example/example'],
  [/(^|_)(user_id|seller_id|pid|partner_id|merchant_id|account_id)$/, '2088002100000011'],
  [/(^|_)trade_no$/, '2026013122001000000000000001'],
  [/(^|_)(id|no|code|sn)$/, '2026013100000001'],
  [/(^|_)(count|num|number|size|total|quantity|page)$/, '1'],
  [/(^|_)(is|has|can|need|support)_/, 'true'],
  [/(^|_)(phone|mobile|tel)$/, '13800000011'],
  [/(^|_)(status|state|result)$/, 'SUCCESS'],
  [/(^|_)currency$/, 'CNY'],
  [/(^|_)(name|title|subject|desc|memo|remark)$/, '示例'],
];

function exampleText(name: string, finer: readonly Shape[]): string {
  const types = finer.map((shape) => resolve(shape).type);
  if (types.includes('integer')) return '1';
  if (types.includes('boolean')) return 'true';
  return TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? `example_${name}`;
}

import { resolve, type Shape } from '../examples/schema.ts';
import type { AnswerFields, AnswerValue } from '../gateway/answer.ts';

/** An answer's fields in the types that v3 gives them; what v3 does not know is left out. */
export function v3Fields(fields: AnswerFields, shape: Shape): AnswerFields {
  const properties = resolve(shape).properties ?? {};
  const known = Object.entries(fields).flatMap(([name, value]) => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const converted = schema && value !== undefined ? convert(value, { schema, named: shape.named }) : undefined;
    return converted === undefined ? [] : [[name, converted] as const];
  });
  return Object.fromEntries(known);
}

function convert(value: AnswerValue, shape: Shape): AnswerValue | undefined {
  const schema = resolve(shape);
  switch (schema.type) {
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'integer':
      return typeof value === 'object' ? undefined : Math.trunc(Number(value));
    case 'boolean':
      return value === true || value === 'true' || value === 'Y' || value === 'T';
    case 'array': {
      const { items } = schema;
      if (!isList(value) || items === undefined) return undefined;
      return value
        .map((item) => convert(item, { schema: items, named: shape.named }))
        .filter((item) => item !== undefined);
    }
    default:
      return typeof value === 'object' && !isList(value) ? v3Fields(value, shape) : undefined;
  }
}

function isList(value: AnswerValue): value is readonly AnswerValue[] {
  return Array.isArray(value);
}

import { methodFacts } from '../examples/facts.ts';
import { findMismatch, resolve, type Shape } from '../examples/schema.ts';

const COMMON = new Set(['code', 'msg', 'sub_code', 'sub_msg']);

/**
 * What is wrong with an answer by the facts about its method: fields that it does not have, or of another type.
 * v2 is judged loosely where it calls things strings; v3 to the letter.
 */
export function wrongTypes(method: string, answer: object, protocol: 'v2' | 'v3'): string[] {
  const facts = methodFacts(method);
  if (facts === undefined) return [];
  const { v2Response, v3 } = facts;
  if (protocol === 'v3') return v3 === undefined ? [] : strictErrors(answer, v3.responseShape, method);
  const shapes = [v2Response, v3?.responseShape].filter((shape) => shape !== undefined);
  const own = Object.fromEntries(Object.entries(answer).filter(([name]) => !COMMON.has(name)));
  const mismatch = findMismatch(own, shapes, '');
  return mismatch === undefined ? [] : [`${method}: ${mismatch.path} (${mismatch.expected ?? 'no such field'})`];
}

/** Every place where a value is not exactly of the type of its schema. */
export function strictErrors(value: unknown, shape: Shape, path: string): string[] {
  const { type = 'object', items, properties = {} } = resolve(shape);
  if (type === 'array') {
    if (!Array.isArray(value) || items === undefined) return [`${path} is no array`];
    return value.flatMap((item, index) =>
      strictErrors(item, { schema: items, named: shape.named }, `${path}[${index}]`),
    );
  }
  if (type === 'integer') return Number.isInteger(value) ? [] : [`${path} is no integer`];
  if (type !== 'object') return typeof value === type ? [] : [`${path} is no ${type}`];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  return Object.entries(value).flatMap(([name, one]) => {
    const schema = properties[name];
    const where = `${path}.${name}`;
    return schema === undefined ? [`${where} is unknown`] : strictErrors(one, { schema, named: shape.named }, where);
  });
}

import type { FastifySchemaValidationError } from 'fastify';

const VALUE_LENGTH_MAX = 80;

type AjvError = FastifySchemaValidationError & { data?: unknown; parentSchema?: Record<string, unknown> };

/**
 * Says what is wrong with a request in words for people: which field, what was expected (the schema's `x-expected`),
 * what came instead.
 */
export function validationMessage(errors: readonly FastifySchemaValidationError[], part: string): Error {
  const found = errors as readonly AjvError[];
  // Of a union's errors, the union itself knows what was expected; its branches only know their own type.
  const error = found.find((one) => expectedOf(one.parentSchema) !== undefined) ?? found[0];
  return new Error(error === undefined ? `The ${part} is not as expected.` : messageOf(error, part));
}

function messageOf(error: AjvError, part: string): string {
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  if (error.keyword === 'required') {
    const name = String(error.params.missingProperty);
    const properties = error.parentSchema?.properties as Record<string, Record<string, unknown>> | undefined;
    return `${name} is missing: expected ${expectedOf(properties?.[name]) ?? 'a value'}.`;
  }
  const expected = expectedOf(error.parentSchema) ?? error.message ?? 'something else';
  return `${field || `The ${part}`}: expected ${expected}; got ${shorten(error.data)}.`;
}

function expectedOf(schema: Record<string, unknown> | undefined): string | undefined {
  const expected = schema?.['x-expected'];
  return typeof expected === 'string' ? expected : undefined;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

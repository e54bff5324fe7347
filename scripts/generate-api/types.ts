import type { Schema } from './documents.ts';

/** A type as the generator thinks of it, between the documents' schemas and TypeScript's text. */
export type Type =
  | { readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'file' | 'unknown' }
  | { readonly kind: 'choices'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list' | 'map'; readonly of: Type }
  | { readonly kind: 'either' | 'all'; readonly of: readonly Type[] }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] };

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly comment: string | undefined;
}

const SCALARS = { string: 'text', integer: 'integer', number: 'number', boolean: 'boolean' } as const;

/** A schema's type. What a schema leaves open is `unknown`. */
export function typeOf(schema: Schema): Type {
  if (schema.$ref !== undefined) return { kind: 'named', name: schemaName(schema.$ref) };
  if (schema.allOf !== undefined) return several('all', schema.allOf);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return several('either', choices);
  if (schema.enum !== undefined) {
    const values = schema.enum.filter((value) => typeof value === 'string' || typeof value === 'number');
    if (values.length > 0) return { kind: 'choices', values };
  }
  if (schema.format === 'binary') return { kind: 'file' };
  if (schema.type === 'array') return { kind: 'list', of: schema.items === undefined ? UNKNOWN : typeOf(schema.items) };
  if (schema.type === 'object' || schema.properties !== undefined) return objectType(schema);
  const scalar = SCALARS[schema.type as keyof typeof SCALARS];
  return scalar === undefined ? UNKNOWN : { kind: scalar };
}

/** The fields of an object schema, in its order. */
export function fieldsOf(schema: Schema): readonly Field[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property),
    required: required.has(name),
    comment: property.description,
  }));
}

/** The names a type refers to, each as often as it does. */
export function namesIn(type: Type): readonly string[] {
  switch (type.kind) {
    case 'named':
      return [type.name];
    case 'list':
    case 'map':
      return namesIn(type.of);
    case 'either':
    case 'all':
      return type.of.flatMap(namesIn);
    case 'fields':
      return type.fields.flatMap((field) => namesIn(field.type));
    default:
      return [];
  }
}

/**
 * One field's type from two documents. The gateway's document calls nearly everything a string; where the REST API's
 * says more about the same field, that counts.
 */
export function betterType(coarse: Type, fine: Type): Type {
  if (coarse.kind === 'text' && (fine.kind === 'integer' || fine.kind === 'number' || fine.kind === 'boolean')) {
    return fine;
  }
  if (coarse.kind === 'text' && fine.kind === 'choices') return fine;
  if (coarse.kind === 'list' && fine.kind === 'list') return { kind: 'list', of: betterType(coarse.of, fine.of) };
  return coarse;
}

/** The first list's fields, with what the second knows better about them. */
export function betterFields(coarse: readonly Field[], fine: readonly Field[]): readonly Field[] {
  const known = new Map(fine.map((field) => [field.name, field]));
  return coarse.map((field) => {
    const other = known.get(field.name);
    if (other === undefined) return field;
    return {
      name: field.name,
      type: betterType(field.type, other.type),
      required: field.required || other.required,
      comment: field.comment ?? other.comment,
    };
  });
}

const UNKNOWN: Type = { kind: 'unknown' };

function several(kind: 'either' | 'all', schemas: readonly Schema[]): Type {
  const of = schemas.map(typeOf);
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind, of };
}

function objectType(schema: Schema): Type {
  if (schema.properties !== undefined) return { kind: 'fields', fields: fieldsOf(schema) };
  const rest = schema.additionalProperties;
  return { kind: 'map', of: typeof rest === 'object' ? typeOf(rest) : UNKNOWN };
}

function schemaName(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  return decodeURIComponent(name);
}

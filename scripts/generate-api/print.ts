import type { Field, Type } from './types.ts';

/**
 * How numbers and truth values travel. The gateway writes most of them as text (`"total_page_num":"3"`), some as JSON
 * (`"expires_in":1296000`), and reads both; the REST API keeps to JSON's own types.
 */
export type Wire = 'gateway' | 'rest';

const SCALARS: Readonly<Record<Wire, Readonly<Record<string, string>>>> = {
  gateway: { text: 'string', integer: 'WireInteger', number: 'WireNumber', boolean: 'WireBoolean' },
  rest: { text: 'string', integer: 'number', number: 'number', boolean: 'boolean' },
};

/** The names, beside the schemas', that printed types use; they are written by hand in `api/wire.ts`. */
export const WIRE_NAMES = [
  'GatewayNode',
  'NoFields',
  'UnknownFields',
  'UploadFile',
  'WireBoolean',
  'WireInteger',
  'WireNumber',
] as const;

/** A type as TypeScript writes it. */
export function printType(type: Type, wire: Wire): string {
  switch (type.kind) {
    case 'choices':
      return printChoices(type.values);
    case 'named':
      return type.name;
    case 'list':
      return `readonly ${parenthesised(printType(type.of, wire))}[]`;
    case 'map':
      return `{ readonly [name: string]: ${printType(type.of, wire)} }`;
    case 'either':
    case 'all':
      return type.of.map((each) => printType(each, wire)).join(type.kind === 'all' ? ' & ' : ' | ');
    case 'fields':
      return printInline(type.fields, wire);
    case 'file':
      return 'UploadFile';
    case 'unknown':
      return 'unknown';
    default:
      return SCALARS[wire][type.kind] ?? 'unknown';
  }
}

/** Fields on one line, for the few a method takes beside its business content. */
export function printInline(fields: readonly Field[], wire: Wire): string {
  if (fields.length === 0) return 'NoFields';
  return `{ ${fields.map((field) => printField(field, wire)).join('; ')} }`;
}

/** A named type, one field a line. */
export function printDeclaration(name: string, type: Type, wire: Wire, parent?: string): string {
  if (type.kind !== 'fields') return `export type ${name} = ${printType(type, wire)};\n`;
  if (type.fields.length === 0) return `export type ${name} = ${parent ?? 'UnknownFields'};\n`;
  const lines = type.fields.map((field) => `${printComment(field.comment)}  ${printField(field, wire)};\n`);
  return `export interface ${name}${parent === undefined ? '' : ` extends ${parent}`} {\n${lines.join('')}}\n`;
}

function printField({ name, required, type }: Field, wire: Wire): string {
  return `${printName(name)}${required ? '' : '?'}: ${printType(type, wire)}`;
}

export function printName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : printText(name);
}

export function printText(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The values Alipay lists, and any other text: it adds values without a new version of its API. */
function printChoices(values: readonly (string | number)[]): string {
  const listed = values.map((value) => (typeof value === 'string' ? printText(value) : String(value)));
  const open = values.some((value) => typeof value === 'string') ? '(string & {})' : 'number';
  return [...listed, open].join(' | ');
}

function printComment(comment: string | undefined): string {
  const text = comment?.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim() ?? '';
  return text === '' ? '' : `  /** ${text} */\n`;
}

function parenthesised(type: string): string {
  return /^[\w$]+$/.test(type) ? type : `(${type})`;
}

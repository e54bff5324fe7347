/**
 * The two documents the generator reads.
 *
 * The first is Alipay's published OpenAPI 3 document of the v3 REST API. The second lists the v2 gateway's methods in
 * the same vocabulary: each method's `biz_content` model, its other parameters and the fields of its response node.
 */

/** A JSON schema, as far as Alipay's documents use it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface Media {
  readonly schema?: Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

/** The operations of one path, by verb in lower case. */
export type PathItem = Readonly<Partial<Record<Verb, Operation>>>;

export const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** Alipay's OpenAPI document of the v3 REST API. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One method of the v2 gateway. */
export interface GatewayMethod {
  readonly biz_content?: Schema;
  /** Text and file parameters that stand beside `biz_content`. */
  readonly params?: Readonly<Record<string, Schema>>;
  readonly response: Readonly<Record<string, Schema>>;
}

/** The methods of the v2 gateway. */
export interface GatewayDocument {
  readonly methods: Readonly<Record<string, GatewayMethod>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A document that is not what the generator takes. `message` says what is missing. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** @throws {DocumentError} */
export function readOpenApi(text: string, source: string): OpenApiDocument {
  const document = readJson(text, source);
  if (isOpenApi(document)) return document;
  throw new DocumentError(`${source} is not an OpenAPI 3 document with "paths" and "components.schemas".`);
}

/** @throws {DocumentError} */
export function readGatewayDocument(text: string, source: string): GatewayDocument {
  const document = readJson(text, source);
  if (isGatewayDocument(document)) return document;
  throw new DocumentError(`${source} does not list gateway methods: it needs "methods" and "components.schemas".`);
}

/** @throws {DocumentError} */
export function readJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DocumentError(`${source} is not JSON. A YAML document has to be converted first.`, { cause });
  }
}

function isOpenApi(document: unknown): document is OpenApiDocument {
  if (!isObject(document) || !isObject(document.paths)) return false;
  return String(document.openapi).startsWith('3.') && hasSchemas(document);
}

function isGatewayDocument(document: unknown): document is GatewayDocument {
  return isObject(document) && isObject(document.methods) && hasSchemas(document);
}

function hasSchemas({ components }: Record<string, unknown>): boolean {
  return isObject(components) && isObject(components.schemas);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import {
  type GatewayDocument,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Schema,
  VERBS,
} from './documents.ts';
import { observedType } from './observed.ts';
import { betterFields, type Field, fieldsOf, type Type, typeOf } from './types.ts';

/** Everything the generator writes types for. */
export interface Api {
  readonly methods: readonly Method[];
  readonly operations: readonly RestOperation[];
  /** The schemas of the gateway's methods, with the REST API's better types. */
  readonly gatewaySchemas: Schemas;
  /** The schemas of the REST API as it documents them. */
  readonly restSchemas: Schemas;
}

export type Schemas = ReadonlyMap<string, Type>;

/** A method of the v2 gateway. What the documents do not know is `undefined`. */
export interface Method {
  readonly name: string;
  readonly bizContent: Type | undefined;
  /** Text parameters beside `biz_content`. */
  readonly params: readonly Field[];
  readonly files: readonly Field[];
  readonly response: readonly Field[];
}

/** An operation of the v3 REST API. */
export interface RestOperation {
  /** `POST /v3/alipay/trade/refund`. */
  readonly key: string;
  /** The gateway's name of the same API: `alipay.trade.refund`. */
  readonly method: string;
  /** The fields of the path and, where there can be no body, of the query. */
  readonly fields: readonly Field[];
  /** The fields of the query beside a body. */
  readonly query: readonly Field[];
  readonly body: Type | undefined;
  readonly files: readonly Field[];
  /** `undefined` where the documents know no field of it. */
  readonly response: Type | undefined;
}

export function readApi(gateway: GatewayDocument, rest: OpenApiDocument): Api {
  const operations = readOperations(rest);
  const restSchemas = schemasOf(rest.components.schemas);
  const restOf = new Map(operations.map((operation) => [operation.method, operation]));
  const methods = Object.entries(gateway.methods)
    .sort(byName)
    .map(([name, { biz_content, params = {}, response }]): Method => {
      const operation = restOf.get(name);
      const beside = fieldsOf({ properties: params });
      return {
        name,
        bizContent: biz_content === undefined ? unwritten(operation, beside) : typeOf(biz_content),
        params: beside.filter(({ type }) => type.kind !== 'file'),
        files: beside.filter(({ type }) => type.kind === 'file'),
        response: gatewayFields(fieldsOf({ properties: response }), fieldsIn(operation?.response, restSchemas)),
      };
    });
  return {
    methods,
    operations,
    gatewaySchemas: merged(schemasOf(gateway.components.schemas), restSchemas),
    restSchemas,
  };
}

/**
 * The gateway's name of an operation. Alipay's document writes `callUse` for `use` where the verb is a reserved word of
 * some language its SDKs are written in.
 */
export function methodName(operationId: string): string {
  return operationId.replace(/\.call([A-Z])/, (_all, letter: string) => `.${letter.toLowerCase()}`);
}

/**
 * The business fields of a method that the gateway's document gives none for: none, where all its parameters stand
 * beside `biz_content` or the REST API has none either (the user's token is no business field); else unknown.
 */
function unwritten(operation: RestOperation | undefined, beside: readonly Field[]): Type | undefined {
  const fields = operation && [...operation.fields, ...operation.query];
  const bare = operation?.body === undefined && fields?.every(({ name }) => name === 'auth_token');
  return bare || beside.length > 0 ? { kind: 'fields', fields: [] } : undefined;
}

function readOperations(rest: OpenApiDocument): readonly RestOperation[] {
  return Object.entries(rest.paths)
    .sort(byName)
    .flatMap(([path, item]) =>
      VERBS.flatMap((verb) => {
        const operation = item[verb];
        return operation === undefined ? [] : [readOperation(`${verb.toUpperCase()} ${path}`, operation)];
      }),
    );
}

function readOperation(key: string, operation: Operation): RestOperation {
  const content = operation.requestBody?.content ?? {};
  const form = content['multipart/form-data']?.schema;
  const json = content['application/json']?.schema ?? form?.properties?.data;
  const parametersIn = (place: string) => (operation.parameters ?? []).filter((parameter) => parameter.in === place);
  const path = parametersIn('path').map(parameterField);
  const query = parametersIn('query').map(parameterField);
  const bodyless = /^(GET|DELETE) /.test(key);
  return {
    key,
    method: methodName(operation.operationId),
    fields: bodyless ? [...path, ...query] : path,
    query: bodyless ? [] : query,
    body: json === undefined ? undefined : typeOf(json),
    files: form === undefined ? [] : fieldsOf(form).filter(({ type }) => type.kind === 'file'),
    response: responseType(operation),
  };
}

function parameterField({ name, required = false, schema = {}, description }: Parameter): Field {
  return { name, required, type: typeOf(schema), comment: description };
}

/** Alipay's document says `binary` of an answer without fields, which is a JSON object all the same. */
function responseType({ responses }: Operation): Type | undefined {
  const answered = Object.keys(responses).find((status) => status.startsWith('2')) ?? 'default';
  const schema = responses[answered]?.content?.['application/json']?.schema;
  return schema === undefined || schema.format === 'binary' ? undefined : typeOf(schema);
}

function schemasOf(schemas: Readonly<Record<string, Schema>>): Schemas {
  return new Map(
    Object.entries(schemas)
      .sort(byName)
      .map(([name, schema]) => [name, typeOf(schema)]),
  );
}

function merged(coarse: Schemas, fine: Schemas): Schemas {
  return new Map(
    [...coarse].map(([name, type]): [string, Type] => {
      if (type.kind !== 'fields') return [name, type];
      return [name, { kind: 'fields', fields: gatewayFields(type.fields, fieldsIn(fine.get(name), fine)) }];
    }),
  );
}

/** The gateway's fields with the better types: documented for the REST API, or seen on the wire. */
function gatewayFields(coarse: readonly Field[], fine: readonly Field[]): readonly Field[] {
  return betterFields(coarse, fine).map((field) => ({ ...field, type: observedType(field.name, field.type) }));
}

function fieldsIn(type: Type | undefined, schemas: Schemas): readonly Field[] {
  const found = type?.kind === 'named' ? schemas.get(type.name) : type;
  return found?.kind === 'fields' ? found.fields : [];
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

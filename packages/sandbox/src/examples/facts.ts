import { existsSync, readFileSync } from 'node:fs';
import { propertyShapes, type Schema, type Shape } from './schema.ts';

/** The facts about v2: each method's parameters and the fields of its answer. */
interface V2Facts {
  readonly methods: Readonly<Record<string, V2Method>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface V2Method {
  readonly biz_content?: Schema;
  readonly params?: Readonly<Record<string, Schema>>;
  readonly response?: Readonly<Record<string, Schema>>;
}

/** The facts about v3: an OpenAPI document. */
interface V3Facts {
  readonly paths: Readonly<Record<string, Readonly<Record<string, V3Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface V3Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: {
    readonly '200': { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
  };
}

/** An operation of v3: where it is, and what it takes and answers. */
export interface OperationFacts {
  readonly method: string;
  readonly verb: string;
  /** With `{name}` where a path parameter stands. */
  readonly path: string;
  readonly requestShapes: readonly Shape[];
  readonly responseShape: Shape;
}

/** What is known of one method, from v2, v3 or both. */
export interface MethodFacts {
  readonly name: string;
  /** The answer's fields in v2; undefined for a method of v3 alone. */
  readonly v2Response?: Shape;
  readonly v3?: OperationFacts;
  /** The shapes of a field of the content: v2's, v3's or both; none if there is no such field. */
  contentShapes(name: string): Shape[];
  /** The shapes of a parameter beside the content, such as those of an upload. */
  parameterShapes(name: string): Shape[];
}

let v2: V2Facts | undefined;
let operations: ReadonlyMap<string, OperationFacts> | undefined;

/** What is known of a method of v2 or v3. The facts are read when first asked for: most sandboxes never need them. */
export function methodFacts(name: string): MethodFacts | undefined {
  v2 ??= readV2();
  const { schemas } = v2.components;
  const method = Object.hasOwn(v2.methods, name) ? v2.methods[name] : undefined;
  const operation = operationFacts().get(name);
  if (method === undefined && operation === undefined) return undefined;
  const inV3 = (field: string) => propertyShapes(operation?.requestShapes ?? [], field);
  const shape = (schema: Schema): Shape => ({ schema, named: schemas });
  const content = method?.biz_content;
  const parameters = shape({ type: 'object', properties: method?.params ?? {} });
  return {
    name,
    ...(method === undefined ? {} : { v2Response: shape({ type: 'object', properties: method.response ?? {} }) }),
    ...(operation === undefined ? {} : { v3: operation }),
    contentShapes: (field) => [
      ...propertyShapes([...(content === undefined ? [] : [shape(content)]), parameters], field),
      ...inV3(field),
    ],
    parameterShapes: (field) => [...propertyShapes([parameters], field), ...inV3(field)],
  };
}

/** Whether v2 has a method of this name. */
export function isInV2(name: string): boolean {
  return methodFacts(name)?.v2Response !== undefined;
}

/** Every operation of v3 by the name of its method. */
export function operationFacts(): ReadonlyMap<string, OperationFacts> {
  operations ??= new Map(readOperations().map((operation) => [operation.method, operation]));
  return operations;
}

/** Every method of v2, by name. */
export function v2MethodNames(): string[] {
  v2 ??= readV2();
  return Object.keys(v2.methods);
}

function readOperations(): OperationFacts[] {
  const { paths, components }: V3Facts = JSON.parse(read('alipay-v3.openapi.json'));
  const named = components.schemas;
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({
      method: operation.operationId,
      verb: verb.toUpperCase(),
      path,
      requestShapes: requestSchemas(operation).map((schema) => ({ schema, named })),
      responseShape: { schema: responseSchema(operation), named },
    })),
  );
}

/** An answer without fields is described as a text, but is an object like any other. */
function responseSchema({ responses }: V3Operation): Schema {
  const { schema } = responses['200'].content['application/json'];
  return schema.$ref === undefined && schema.type !== 'object' ? { type: 'object', properties: {} } : schema;
}

/** The body, the fields of an upload's `data` part and its files, and what stands in the path or the query. */
function requestSchemas({ parameters = [], requestBody }: V3Operation): Schema[] {
  const listed = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]));
  const body = requestBody?.content['application/json']?.schema;
  const upload = requestBody?.content['multipart/form-data']?.schema;
  const { data, ...files } = upload?.properties ?? {};
  return [
    { type: 'object', properties: { ...listed, ...files } },
    ...[body, data].filter((schema) => schema !== undefined),
  ];
}

function readV2(): V2Facts {
  return JSON.parse(read('alipay-v2.json'));
}

/** What is built carries its own copy; in the repository there is one for all packages. */
const FOLDERS = ['../facts/', '../../../../facts/'];

function read(file: string): string {
  const urls = FOLDERS.map((folder) => new URL(`${folder}${file}`, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (found === undefined) throw new Error(`The facts about Alipay's methods (${file}) are not where they should be.`);
  return readFileSync(found, 'utf8');
}

import type { Api, Method, RestOperation } from './api.ts';
import { ORDER_STRING_METHODS, PAGE_METHODS } from './calling.ts';
import { DocumentError } from './documents.ts';
import { domainsOf, fileOf, pascal } from './domains.ts';
import { HEADER, type Module, printModule, schemaDomains, sharedSchemas } from './modules.ts';
import { printDeclaration, printInline, printText, printType, type Wire } from './print.ts';
import type { Type } from './types.ts';

/** The generated files: path below `generated/` to text. The same API gives the same text. */
export function generate(api: Api): ReadonlyMap<string, string> {
  const gatewayDomains = domainsOf(api.methods.map(({ name }) => name));
  const restDomains = domainsOf(api.operations.map(({ method }) => method));
  const gatewayHomes = schemaDomains(methodUses(api, gatewayDomains), api.gatewaySchemas);
  const restHomes = schemaDomains(operationUses(api, restDomains), api.restSchemas);
  const shared = sharedSchemas(only(api.gatewaySchemas, gatewayHomes), only(api.restSchemas, restHomes));
  const ownRest = new Map([...restHomes].filter(([name]) => !shared.has(name)));

  const gateway = modules('gateway', gatewayDomains, 'Methods');
  for (const [name, domain] of gatewayHomes) declare(gateway, domain, name, api.gatewaySchemas.get(name), 'gateway');
  for (const method of api.methods) addMethod(gateway, gatewayDomains.get(method.name), method);
  const rest = modules('v3', restDomains, 'Operations');
  for (const [name, domain] of ownRest) declare(rest, domain, name, api.restSchemas.get(name), 'rest');
  for (const operation of api.operations) addOperation(rest, restDomains.get(operation.method), operation);

  const homes = (folder: string, domains: Iterable<readonly [string, string]>) =>
    new Map([...domains].map(([name, domain]) => [name, `${folder}/${fileOf(domain)}`] as const));
  const gatewayFiles = homes('gateway', gatewayHomes);
  const restFiles = new Map([...gatewayFiles, ...homes('v3', ownRest)]);
  return new Map([
    ...[...gateway.values()].map((module) => [module.path, printModule(module, gatewayFiles, WIRE)] as const),
    ...[...rest.values()].map((module) => [module.path, printModule(module, restFiles, WIRE)] as const),
    ['gateway/index.ts', printExports([...gateway.values()])] as const,
    ['index.ts', printIndex([...gateway.values()], [...rest.values()], api)] as const,
  ]);
}

const WIRE = '../../wire.ts';

interface Draft extends Module {
  readonly map: { readonly name: string; readonly entries: string[] };
  readonly declarations: Map<string, string>;
}

type Drafts = ReadonlyMap<string, Draft>;

function modules(folder: string, domains: ReadonlyMap<string, string>, suffix: string): Drafts {
  return new Map(
    [...new Set(domains.values())].sort().map((domain) => {
      const map = { name: `${pascal(domain)}${suffix}`, entries: [] };
      return [domain, { path: `${folder}/${fileOf(domain)}`, map, declarations: new Map() }];
    }),
  );
}

function declare(drafts: Drafts, domain = '', name: string, type: Type | undefined, wire: Wire, parent?: string): void {
  const declarations = drafts.get(domain)?.declarations;
  if (declarations === undefined || type === undefined) return;
  if (declarations.has(name)) throw new DocumentError(`Two types would be called ${name} in ${domain}.`);
  declarations.set(name, printDeclaration(name, type, wire, parent));
}

function addMethod(drafts: Drafts, domain: string | undefined, method: Method): void {
  const answer = method.response.length === 0 ? 'GatewayNode' : `${pascal(method.name)}Response`;
  if (method.response.length > 0) {
    declare(drafts, domain, answer, { kind: 'fields', fields: method.response }, 'gateway', 'GatewayNode');
  }
  const parts = [
    `bizContent: ${method.bizContent === undefined ? 'UnknownFields' : printType(method.bizContent, 'gateway')}`,
    ...(method.params.length > 0 ? [`params: ${printInline(method.params.map(asText), 'gateway')}`] : []),
    ...(method.files.length > 0 ? [`files: ${printInline(method.files, 'gateway')}`] : []),
    `response: ${answer}`,
  ];
  drafts.get(domain ?? '')?.map.entries.push(`${printText(method.name)}: { ${parts.join('; ')} };`);
}

/** Whatever stands beside `biz_content` is text on the wire; an object is written as JSON by the caller. */
function asText<T extends { readonly type: Type }>(field: T): T {
  return { ...field, type: { kind: 'text' } };
}

function addOperation(drafts: Drafts, domain: string | undefined, operation: RestOperation): void {
  const parts = [
    `request: ${requestOf(drafts, domain, operation)}`,
    ...(operation.query.length > 0 ? [`query: ${printInline(operation.query, 'rest')}`] : []),
    ...(operation.files.length > 0 ? [`files: ${printInline(operation.files, 'rest')}`] : []),
    `response: ${operation.response === undefined ? 'UnknownFields' : printType(operation.response, 'rest')}`,
  ];
  drafts.get(domain ?? '')?.map.entries.push(`${printText(operation.key)}: { ${parts.join('; ')} };`);
}

/** Fields of path and body, or of path and query, side by side: where each goes is the client's business. */
function requestOf(drafts: Drafts, domain: string | undefined, { fields, body, method }: RestOperation): string {
  if (fields.length === 0) return body === undefined ? 'NoFields' : printType(body, 'rest');
  const name = `${pascal(method)}Request`;
  const parent = body === undefined ? undefined : printType(body, 'rest');
  declare(drafts, domain, name, { kind: 'fields', fields }, 'rest', parent);
  return name;
}

function methodUses(api: Api, domains: ReadonlyMap<string, string>): [string, Type][] {
  return api.methods.flatMap((method) => {
    const domain = domains.get(method.name) ?? '';
    const business: [string, Type][] = method.bizContent === undefined ? [] : [[domain, method.bizContent]];
    return [...business, ...method.response.map(({ type }): [string, Type] => [domain, type])];
  });
}

function operationUses(api: Api, domains: ReadonlyMap<string, string>): [string, Type][] {
  return api.operations.flatMap(({ method, body, fields, query, response }) => {
    const used = [body, response, ...[...fields, ...query].map(({ type }) => type)].filter(
      (type) => type !== undefined,
    );
    return used.map((type): [string, Type] => [domains.get(method) ?? '', type]);
  });
}

function only(schemas: Api['gatewaySchemas'], homes: ReadonlyMap<string, string>): Api['gatewaySchemas'] {
  return new Map([...schemas].filter(([name]) => homes.has(name)));
}

/** All schemas of the gateway by name, wherever they are declared: what the types written by hand refine. */
function printExports(modules: readonly Module[]): string {
  return HEADER + modules.map(({ path }) => `export type * from './${path.slice(path.indexOf('/') + 1)}';\n`).join('');
}

function printIndex(gateway: readonly Module[], rest: readonly Module[], api: Api): string {
  const imports = [...gateway, ...rest].map(({ map, path }) => `import type { ${map.name} } from './${path}';\n`);
  const uploads = api.methods.filter(({ files }) => files.length > 0).map(({ name }) => name);
  return [
    `${HEADER}${imports.join('')}`,
    `/** The methods of the v2 gateway, as Alipay's documents have them. */\n${extending('GeneratedMethods', gateway)}`,
    `/** The operations of the v3 REST API, as Alipay's document has them. */\n${extending('GeneratedOperations', rest)}`,
    `/** Methods that open a page of Alipay's in the user's browser. */\n${union('PageMethod', PAGE_METHODS)}`,
    `/** Methods whose signed request a mobile app hands to Alipay's SDK. */\n${union('OrderStringMethod', ORDER_STRING_METHODS)}`,
    `/** Methods that take files. */\n${union('UploadMethod', uploads)}`,
  ].join('\n');
}

function extending(name: string, modules: readonly Module[]): string {
  return `export interface ${name}\n  extends ${modules.map(({ map }) => map.name).join(',\n    ')} {}\n`;
}

function union(name: string, values: readonly string[]): string {
  return `export type ${name} =${values.map((value) => `\n  | ${printText(value)}`).join('')};\n`;
}

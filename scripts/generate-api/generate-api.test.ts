import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Api, readApi } from './api.ts';
import { ALIASES, MESSAGES, ORDER_STRING_METHODS, PAGE_METHODS } from './calling.ts';
import { callsOf, printCatalogue, readCatalogue } from './catalogue.ts';
import {
  DocumentError,
  type GatewayDocument,
  type OpenApiDocument,
  readGatewayDocument,
  readOpenApi,
} from './documents.ts';
import { generate } from './generate.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GENERATED = 'packages/alipay/src/api/generated';
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const api = readApi(
  readGatewayDocument(read('facts/alipay-v2.json'), 'alipay-v2.json'),
  readOpenApi(read('facts/alipay-v3.openapi.json'), 'alipay-v3.openapi.json'),
);
const catalogue = readCatalogue(read('facts/catalogue.json'), 'catalogue.json');
const files = generate(api);

describe('the committed types', () => {
  test('are what the generator makes of the facts, file by file', () => {
    const committed = globSync('**/*.ts', { cwd: join(ROOT, GENERATED) }).sort();
    expect(committed).toEqual([...files.keys()].sort());
    const stale = committed.filter((path) => read(`${GENERATED}/${path}`) !== files.get(path));
    expect(stale, 'run `npm run generate:api`').toEqual([]);
  });

  test('have every method of the gateway and every operation of the REST API once', () => {
    expect(api.methods).toHaveLength(1553);
    expect(api.operations).toHaveLength(761);
    const keys = [...files.values()].flatMap((text) =>
      [...text.matchAll(/^ {2}'([^']+)': \{/gm)].map(([, key]) => key),
    );
    const expected = [...api.methods.map(({ name }) => name), ...api.operations.map(({ key }) => key)];
    expect(keys.sort()).toEqual(expected.sort());
  });

  test('are types only: nothing of them is left at run time', () => {
    const lines = [...files.values()].flatMap((text) => text.split('\n'));
    const starts = lines.filter(
      (line) => /^\S/.test(line) && !/^(\/\/|\/\*\*|\}|import type|export (interface|type))/.test(line),
    );
    expect(starts).toEqual([]);
  });

  test('name only methods that exist as pages and order strings', () => {
    const known = new Set([...api.methods.map(({ name }) => name), ...Object.keys(ALIASES)]);
    expect([...PAGE_METHODS, ...ORDER_STRING_METHODS].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the catalogue', () => {
  test.each(['en', 'zh-CN'] as const)(
    'in the documentation is what the generator makes of the facts (%s)',
    (language) => {
      const path = `docs/reference/catalogue${language === 'en' ? '' : '.zh-CN'}.md`;
      expect(read(path) === printCatalogue(catalogue, api, language), `${path}: run \`npm run generate:api\``).toBe(
        true,
      );
    },
  );

  test('lists all 656 entries, one row each', () => {
    const rows = printCatalogue(catalogue, api, 'en')
      .split('\n')
      .filter((line) => /^\| .+ \| (`[^|]+`|–) \|/.test(line) && !line.startsWith('| `alipay.'));
    expect(rows).toHaveLength(656);
  });

  test('has no method that cannot be called or received', () => {
    const methods = catalogue.flatMap((entry) => entry.methods);
    expect(methods.filter((name) => callsOf(name, api).length === 0)).toEqual([]);
    expect(new Set(methods).size).toBe(346);
  });

  test('knows pages from calls, and messages from both', () => {
    expect(callsOf('alipay.trade.page.pay', api)).toEqual([{ by: 'pageForm', name: 'alipay.trade.page.pay' }]);
    expect(callsOf('alipay.trade.app.pay', api)).toEqual([{ by: 'orderString', name: 'alipay.trade.app.pay' }]);
    expect(callsOf('alipay.open.sp.image.upload', api)[0]).toEqual({
      by: 'upload',
      name: 'alipay.open.sp.image.upload',
    });
    expect(callsOf('alipay.trade.refund', api)).toEqual([
      { by: 'execute', name: 'alipay.trade.refund' },
      { by: 'v3', name: 'POST /v3/alipay/trade/refund' },
    ]);
    for (const name of MESSAGES) expect(callsOf(name, api)).toEqual([{ by: 'message', name }]);
  });
});

describe('the generator', () => {
  const gateway: GatewayDocument = {
    methods: {
      'alipay.tea.order': {
        biz_content: { $ref: '#/components/schemas/TeaModel' },
        response: { count: { type: 'string' }, tea: { $ref: '#/components/schemas/Tea' } },
      },
      'alipay.tea.picture': {
        params: { note: { type: 'string' }, file: { type: 'string', format: 'binary' } },
        response: {},
      },
      'alipay.tea.secret': { response: { leaf: { type: 'string' } } },
    },
    components: {
      schemas: {
        TeaModel: {
          type: 'object',
          properties: { tea: { $ref: '#/components/schemas/Tea' }, note: { type: 'string' } },
        },
        Tea: { type: 'object', properties: { grams: { type: 'string' }, fresh: { type: 'string' } } },
        Unused: { type: 'object', properties: { nothing: { type: 'string' } } },
      },
    },
  };
  const rest: OpenApiDocument = {
    openapi: '3.0.3',
    paths: {
      '/v3/alipay/tea/{tea_id}/order': {
        post: {
          operationId: 'alipay.tea.order',
          parameters: [
            { name: 'tea_id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'page', in: 'query', schema: { type: 'integer' } },
            { name: 'authorization', in: 'header', schema: { type: 'string' } },
          ],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/TeaModel' } } } },
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/TeaResponse' } } } },
          },
        },
      },
      '/v3/alipay/tea/throw': {
        delete: {
          operationId: 'alipay.tea.callThrow',
          responses: { 200: { content: { 'application/json': { schema: { type: 'string', format: 'binary' } } } } },
        },
      },
    },
    components: {
      schemas: {
        TeaModel: { type: 'object', properties: { note: { type: 'string', description: 'What */ it  is' } } },
        TeaResponse: {
          type: 'object',
          required: ['count'],
          properties: { count: { type: 'integer' }, kind: { type: 'string', enum: ['green', "cook's"] } },
        },
        Tea: { type: 'object', properties: { grams: { type: 'integer' }, fresh: { type: 'boolean' } } },
      },
    },
  };
  const small = (over: Partial<OpenApiDocument> = {}): Api => readApi(gateway, { ...rest, ...over });
  const text = (path: string, of = generate(small())) => of.get(path) ?? '';

  test('takes the better type of a field from the REST API, as the gateway writes it', () => {
    expect(text('gateway/alipay-tea.ts')).toContain(
      'export interface Tea {\n  grams?: WireInteger;\n  fresh?: WireBoolean;\n}',
    );
    expect(text('gateway/alipay-tea.ts')).toContain('count: WireInteger;');
  });

  test('keeps the fields that only the gateway documents, and its comments harmless', () => {
    expect(text('gateway/alipay-tea.ts')).toContain(
      'export interface TeaModel {\n  tea?: Tea;\n  /** What * / it is */\n  note?: string;\n}',
    );
  });

  test('writes the fields of path and body of an operation side by side, and those of a query beside a body apart', () => {
    expect(text('v3/alipay-tea.ts')).toContain(
      'export interface AlipayTeaOrderRequest extends TeaModel {\n  tea_id: string;\n}',
    );
    expect(text('v3/alipay-tea.ts')).toContain(
      'request: AlipayTeaOrderRequest; query: { page?: number }; response: TeaResponse',
    );
    expect(text('v3/alipay-tea.ts')).toContain("kind?: 'green' | 'cook\\'s' | (string & {});");
  });

  test('tells files, fields that are unknown and fields that there are none of apart', () => {
    const methods = text('gateway/alipay-tea.ts');
    expect(methods).toContain(
      "'alipay.tea.picture': { bizContent: NoFields; params: { note?: string }; files: { file?: UploadFile }; response: GatewayNode };",
    );
    expect(methods).toContain("'alipay.tea.secret': { bizContent: UnknownFields; response: AlipayTeaSecretResponse };");
    expect(text('v3/alipay-tea.ts')).toContain(
      "'DELETE /v3/alipay/tea/throw': { request: NoFields; response: UnknownFields };",
    );
  });

  test('declares no schema that nothing uses, and none twice that is the same for both protocols', () => {
    expect([...generate(small()).values()].join('')).not.toContain('Unused');
    const alike = {
      ...rest,
      components: {
        schemas: { ...rest.components.schemas, TeaModel: { type: 'object', properties: { note: { type: 'string' } } } },
      },
    };
    const one = generate(
      readApi(
        {
          ...gateway,
          components: { schemas: { ...gateway.components.schemas, TeaModel: alike.components.schemas.TeaModel } },
        },
        alike,
      ),
    );
    expect(text('v3/alipay-tea.ts', one)).toContain("import type { TeaModel } from '../gateway/alipay-tea.ts';");
    expect(text('v3/alipay-tea.ts', one)).not.toContain('interface TeaModel');
  });

  test('gives the same text whatever order the document is in', () => {
    const reversed = Object.fromEntries(Object.entries(rest.paths).reverse());
    expect(generate(small({ paths: reversed }))).toEqual(generate(small()));
  });

  test('names the schema that a document refers to but does not have', () => {
    const schemas = { ...rest.components.schemas };
    const broken = {
      ...rest,
      components: { schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => name !== 'TeaResponse')) },
    };
    expect(() => generate(readApi(gateway, broken))).toThrow('components.schemas has no TeaResponse');
  });

  test.each([
    ['{', 'is not JSON'],
    ['openapi: 3.0.3', 'A YAML document has to be converted first'],
    ['{"swagger":"2.0","paths":{}}', 'is not an OpenAPI 3 document'],
    ['{"openapi":"3.0.3","paths":{}}', 'is not an OpenAPI 3 document'],
    ['[]', 'is not an OpenAPI 3 document'],
  ])('refuses %s with the reason', (text, reason) => {
    expect(() => readOpenApi(text, 'own.json')).toThrow(DocumentError);
    expect(() => readOpenApi(text, 'own.json')).toThrow(reason);
  });
});

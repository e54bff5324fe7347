import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AlipayRequestError } from '../errors/index.ts';
import { placeFields } from './index.ts';

describe("an operation's fields", () => {
  test('go into the JSON body of what is posted', () => {
    const fields = { out_trade_no: 'A1', royalty: [{ amount: '0.01' }] };
    expect(placeFields('POST /v3/alipay/trade/refund', fields)).toEqual({
      verb: 'POST',
      path: '/v3/alipay/trade/refund',
      body: fields,
    });
  });

  test('go into the query of what is got or deleted, written as the wire has it', () => {
    const fields = { bill_type: 'trade', bill_date: '2026-03-01 充值&=+', page: 2, all: true, none: undefined };
    expect(placeFields('GET /v3/alipay/data/bill', fields)).toEqual({
      verb: 'GET',
      path: '/v3/alipay/data/bill?bill_type=trade&bill_date=2026-03-01+%E5%85%85%E5%80%BC%26%3D%2B&page=2&all=true',
      body: undefined,
    });
    expect(placeFields('DELETE /v3/alipay/card', { id: '1' })).toMatchObject({ path: '/v3/alipay/card?id=1' });
  });

  test('fill the placeholders of the path, escaped, and are not sent twice', () => {
    expect(
      placeFields('PATCH /v3/alipay/activity/{activity_id}/goods', { activity_id: 'a/b?c 充', name: 'x' }),
    ).toEqual({
      verb: 'PATCH',
      path: '/v3/alipay/activity/a%2Fb%3Fc%20%E5%85%85/goods',
      body: { name: 'x' },
    });
  });

  test('of the query stand there although there is a body', () => {
    expect(placeFields('POST /v3/alipay/user/info/share', { auth_token: 't' })).toEqual({
      verb: 'POST',
      path: '/v3/alipay/user/info/share?auth_token=t',
      body: {},
    });
    expect(placeFields('POST /v3/alipay/x', { a: 1 }, { b: 2 })).toMatchObject({
      path: '/v3/alipay/x?b=2',
      body: { a: 1 },
    });
  });

  test.each<[string, string, unknown, RegExp]>([
    ['a method of v2', 'alipay.trade.query', {}, /"alipay.trade.query" is not an operation/],
    ['another host', 'GET //evil.example/v3/x', {}, /is not an operation/],
    ['a lower-case verb', 'post /v3/alipay/trade/pay', {}, /is not an operation/],
    ['no value for the path', 'GET /v3/a/{id}', {}, /needs id, which is part of its path/],
    ['an empty value for the path', 'GET /v3/a/{id}', { id: '' }, /needs id/],
    ['a value that climbs out of the path', 'GET /v3/a/{id}/b', { id: '..' }, /needs id/],
    ['fields that are a list', 'POST /v3/a', [], /the fields are an object/],
    ['fields that are still a promise', 'POST /v3/a', Promise.resolve({}), /the fields are an object/],
    ['a path that climbs', 'GET /v3/../a', {}, /is not an operation/],
    ['half a surrogate pair in the query', 'GET /v3/a', { q: '\ud800' }, /q contains half of a surrogate pair/],
  ])('are refused: %s', (_what, operation, fields, reason) => {
    const place = () => placeFields(operation, fields as Record<string, unknown>);
    expect(place).toThrow(AlipayRequestError);
    expect(place).toThrow(reason);
  });

  test("go where Alipay's OpenAPI document puts them, for every operation", () => {
    const misplaced = operations().flatMap(({ operation, parameters, bodyFields }) => {
      const names = [...parameters.map(({ name }) => name), ...bodyFields];
      const placed = placeFields(operation, Object.fromEntries(names.map((name) => [name, `v-${name}`])));
      const query = new URLSearchParams(placed.path.split('?')[1] ?? '');
      const wrong = parameters.filter((each) => each.in === 'query' && query.get(each.name) !== `v-${each.name}`);
      const lost = bodyFields.filter((name) => placed.body?.[name] !== `v-${name}`);
      return [...wrong.map(({ name }) => name), ...lost].map((name) => `${operation}: ${name}`);
    });
    expect(misplaced).toEqual([]);
  });
});

interface Parameter {
  readonly name: string;
  readonly in: string;
}

/** The operations of Alipay's document, with the names of their fields. */
function operations() {
  const file = new URL('../../../../facts/alipay-v3.openapi.json', import.meta.url);
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries<Record<string, OperationFact>>(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { parameters = [], requestBody }]) => {
      const schema = requestBody?.content?.['application/json']?.schema;
      const resolved = schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').pop() ?? ''];
      const bodyFields = Object.keys(resolved?.properties ?? {});
      return { operation: `${verb.toUpperCase()} ${path}`, parameters, bodyFields };
    }),
  );
}

interface OperationFact {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
  };
}

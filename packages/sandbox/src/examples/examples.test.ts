import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '../gateway/methods/index.ts';
import { createSandbox, type Sandbox } from '../index.ts';
import { strictErrors } from '../testing/facts-types.ts';
import { Merchant, openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';
import { exampleAnswer, exampleOperationAnswer } from './example-answer.ts';
import { type MethodFacts, methodFacts, operationFacts, v2MethodNames } from './facts.ts';
import { findMismatch } from './schema.ts';

let sandbox: Sandbox;
let merchant: Merchant;
beforeAll(async () => {
  sandbox = await createSandbox();
  merchant = await Merchant.of(sandbox);
});
afterAll(() => sandbox.close());

const ANY = 'alipay.commerce.transport.ad.aduserqualification.batchquery';

describe('every method that the sandbox has no implementation of', () => {
  const others = v2MethodNames().filter((name) => !METHODS.has(name));

  test('has an example in v2, of exactly the types of the facts', () => {
    expect(others.length).toBeGreaterThan(1_450);
    const errors = others.flatMap((name) => {
      const facts = methodFacts(name);
      if (facts?.v2Response === undefined) return [`${name} has no facts`];
      return strictErrors(exampleAnswer(facts), facts.v2Response, name);
    });
    expect(errors).toEqual([]);
  });

  test('has an example in v3, of exactly the types of the facts', () => {
    const operations = [...operationFacts().values()];
    expect(operations).toHaveLength(761);
    const errors = operations.flatMap(({ method, responseShape }) =>
      strictErrors(exampleOperationAnswer(responseShape), responseShape, method),
    );
    expect(errors).toEqual([]);
  });

  test('refuses no example as its own wrong answer, and any field beside', () => {
    for (const name of others) {
      const facts = methodFacts(name);
      if (facts?.v2Response === undefined) continue;
      const shapes = [facts.v2Response, ...(facts.v3 === undefined ? [] : [facts.v3.responseShape])];
      const example = exampleAnswer(facts);
      expect(findMismatch(example, shapes, ''), name).toBeUndefined();
      if (Object.keys(example).length === 0) continue;
      expect(findMismatch({ ...example, no_such_field: '1' }, shapes, ''), name).toEqual({ path: 'no_such_field' });
    }
  });

  test('has nothing empty in its example over v2, which clients that write answers anew to verify them cannot keep', () => {
    const answers = others.map(
      (name) => [name, JSON.stringify(exampleAnswer(methodFacts(name) as MethodFacts))] as const,
    );
    expect(answers.filter(([, text]) => text !== '{}' && text.includes('{}')).map(([name]) => name)).toEqual([]);
  });

  test('answers over v2, signed', async () => {
    for (const name of others.filter((_, index) => index % 40 === 0)) {
      const answered = await merchant.call(name, {});
      expect(answered.node, name).toMatchObject({ code: '10000', msg: 'Success' });
      expect(merchant.verifyAnswer(answered)).toBe(true);
    }
  });

  test('answers over v3, signed', async () => {
    const v3 = new V3Merchant(sandbox, merchant.app);
    const operations = [...operationFacts().values()].filter(({ method }) => !METHODS.has(method));
    for (const { verb, path } of operations.filter((_, index) => index % 20 === 0)) {
      const answered = await v3.send(verb, path.replaceAll(/\{\w+\}/g, '1'), '');
      expect(answered.status, `${verb} ${path} ${answered.text}`).toBe(200);
      expect(v3.verify(answered)).toBe(true);
    }
  });

  test('answers the same every time', async () => {
    const [first, second] = [await merchant.call(ANY, {}), await merchant.call(ANY, {})];
    expect(first.text).toBe(second.text);
  });
});

describe('its parameters', () => {
  test.each([
    [{ no_such_field: '1' }, 'no_such_field'],
    [{ aduser_id: {} }, 'aduser_id'],
  ])('%j are refused by name', async (content, name) => {
    const { node } = await merchant.call('alipay.fund.trans.uni.consult', content);
    expect(node).toMatchObject({ code: '40002', sub_code: 'isv.invalid-parameter' });
    expect(node.sub_msg).toContain(name);
  });

  test('are checked inside objects and lists, too', async () => {
    const wrong = { trans_amount: '1.00', payer_info: { identity: '1', identty: '2' } };
    const { node } = await merchant.call('alipay.fund.trans.uni.consult', wrong);
    expect(node.sub_msg).toContain('payer_info.identty');
  });

  test('beside biz_content are checked as well, and what every call may carry is let through', async () => {
    const common = { notify_url: 'https://shop.example', alipay_sdk: 'x', terminal_type: 'web' };
    expect((await merchant.call(ANY, {}, common)).node.code).toBe('10000');
    expect((await merchant.call(ANY, {}, { bizcontent: '{}' })).node.sub_msg).toContain('bizcontent');
  });

  test('of v3 take numbers as numbers and as the text of a query', async () => {
    const v3 = new V3Merchant(sandbox, merchant.app);
    const path = '/v3/alipay/marketing/activity/A1/app/batchquery';
    expect((await v3.get(`${path}?page_num=1&page_size=20`)).status).toBe(200);
    const wrong = await v3.get(`${path}?page_num=one`);
    expect(wrong.body).toMatchObject({ code: 'invalid-parameter', message: expect.stringContaining('page_num') });
  });
});

describe('an answer that a test has replaced', () => {
  test('is given over both protocols until it is taken back', async () => {
    await using shop = await openShop();
    const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
    const method = 'alipay.fund.account.query';
    const url = `${shop.sandbox.url}/_sandbox/answers/${method}`;
    const put = await fetch(url, { method: 'PUT', body: JSON.stringify({ available_amount: '12.34' }) });
    expect(await put.json()).toEqual({ method, fields: { available_amount: '12.34' } });
    expect((await shop.merchant.call(method, {})).node).toEqual({
      code: '10000',
      msg: 'Success',
      available_amount: '12.34',
    });
    expect((await v3.get('/v3/alipay/fund/account/query')).body).toEqual({ available_amount: '12.34' });
    expect(await (await fetch(url)).json()).toMatchObject({ fields: { available_amount: '12.34' } });
    expect(await (await fetch(url, { method: 'DELETE' })).json()).toEqual({ method, was_replaced: true });
    expect((await fetch(url)).status).toBe(404);
    expect((await shop.merchant.call(method, {})).node.available_amount).not.toBe('12.34');
  });

  test('may be a failure, of a method that the sandbox has as well', async () => {
    await using shop = await openShop();
    const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
    const failure = { code: '40004', sub_code: 'ACQ.SYSTEM_ERROR', sub_msg: '系统错误' };
    shop.sandbox.setAnswer('alipay.trade.query', failure);
    expect((await shop.merchant.call('alipay.trade.query', {})).node).toMatchObject(failure);
    const { status, body } = await v3.post('/v3/alipay/trade/query', {});
    expect([status, body.code]).toEqual([400, 'ACQ.SYSTEM_ERROR']);
    shop.sandbox.setAnswer('alipay.trade.query', null);
    expect((await shop.merchant.call('alipay.trade.query', { trade_no: '1' })).node.sub_code).toBe(
      'ACQ.TRADE_NOT_EXIST',
    );
  });

  test('of a method that Alipay does not have is refused', async () => {
    const put = await fetch(`${sandbox.url}/_sandbox/answers/alipay.trade.dream`, { method: 'PUT', body: '{}' });
    expect(put.status).toBe(404);
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { aesDecrypt, aesEncrypt, readAesKey } from '../encryption/index.ts';
import {
  AlipayConfigError,
  AlipayGatewayError,
  AlipayRequestError,
  AlipayResponseError,
  AlipaySignatureError,
} from '../errors/index.ts';
import { alipaySign, answer, client } from './client.fixture.ts';
import { startGateway, stopGateways } from './gateway.fixture.ts';

const QUERY = 'alipay.trade.query';
const AES_KEY = Buffer.alloc(16, 3).toString('base64');
const key = readAesKey('encryptKey', AES_KEY);
const PAID = { code: '10000', msg: 'Success', subject: '充值' };

afterEach(stopGateways);

/** An encrypted answer: the node is a text, and its quotes are signed too. */
function encrypted(text: string, signed = `"${text}"`): string {
  return `{"alipay_trade_query_response":"${text}","sign":"${alipaySign(signed)}"}`;
}

describe('an encrypted call', () => {
  test('sends the business content encrypted and the rest in the clear, and decrypts the verified answer', async () => {
    const body = encrypted(aesEncrypt(key, JSON.stringify(PAID)));
    const { url, received } = await startGateway((response) => response.end(body));
    const alipay = client({ gateway: url, encryptKey: AES_KEY });
    const options = { encrypt: true, params: { prod_code: 'x' } };
    expect(await alipay.exchange(QUERY, { out_trade_no: 'A1' }, options)).toMatchObject({ data: PAID, body });
    const parameters = received[0]?.parameters ?? {};
    expect(parameters).toMatchObject({ encrypt_type: 'AES', prod_code: 'x', method: QUERY });
    expect(aesDecrypt(key, parameters.biz_content ?? '')).toBe('{"out_trade_no":"A1"}');
  });

  test('is judged as any other: a business refusal inside the ciphertext is one', async () => {
    const refusal = { code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST' };
    const { url } = await startGateway((response) => response.end(encrypted(aesEncrypt(key, JSON.stringify(refusal)))));
    const call = client({ gateway: url, encryptKey: AES_KEY }).execute(QUERY, {}, { encrypt: true });
    await expect(call).rejects.toMatchObject({
      name: 'AlipayGatewayError',
      subCode: 'ACQ.TRADE_NOT_EXIST',
      outcome: 'refused',
    });
  });

  test('gets errors of the gateway plain', async () => {
    const error = { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-encrypt' };
    const { url } = await startGateway((response) => response.end(answer(QUERY, error)));
    const call = client({ gateway: url, encryptKey: AES_KEY }).execute(QUERY, {}, { encrypt: true });
    await expect(call).rejects.toThrow(AlipayGatewayError);
  });

  const text = aesEncrypt(key, JSON.stringify(PAID));
  const other = readAesKey('encryptKey', Buffer.alloc(16, 4).toString('base64'));

  test.each([
    ['signed without the quotes', encrypted(text, text), AlipaySignatureError],
    ['not signed', `{"alipay_trade_query_response":"${text}"}`, AlipaySignatureError],
    ['signed, but made with another key', encrypted(aesEncrypt(other, JSON.stringify(PAID))), AlipayResponseError],
    ['signed, but no object inside', encrypted(aesEncrypt(key, '[]')), AlipayResponseError],
  ])('whose answer is %s is not believed', async (_what, body, kind) => {
    const { url } = await startGateway((response) => response.end(body));
    const call = client({ gateway: url, encryptKey: AES_KEY }).execute(QUERY, {}, { encrypt: true });
    await expect(call).rejects.toThrow(kind);
    await expect(call).rejects.toMatchObject({ outcome: 'unknown' });
  });

  test('needs a key, and something to encrypt', async () => {
    await expect(client().execute(QUERY, {}, { encrypt: true })).rejects.toThrow(AlipayConfigError);
    const alipay = client({ encryptKey: AES_KEY });
    await expect(alipay.execute(QUERY, undefined, { encrypt: true })).rejects.toThrow(AlipayRequestError);
    expect(() => client({ encryptKey: 'secret' })).toThrow('encryptKey is not an AES key');
  });

  test('can be a page form too', () => {
    const form = client({ encryptKey: AES_KEY }).pageForm('alipay.trade.page.pay', { a: '1' }, { encrypt: true });
    expect(form).toContain("name='encrypt_type' value='AES'");
    expect(form).toContain(`value='${aesEncrypt(key, '{"a":"1"}')}'`);
  });
});

describe("the client's AES", () => {
  test('encrypts and decrypts by its key, and says when it has none', () => {
    const { aes } = client({ encryptKey: AES_KEY });
    expect(aes.decrypt(aes.encrypt('充值🍵'))).toBe('充值🍵');
    expect(() => aes.decrypt('x')).toThrow(AlipayRequestError);
    expect(() => client().aes.encrypt('x')).toThrow(/option encryptKey/);
  });
});

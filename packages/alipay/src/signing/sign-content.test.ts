import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signContent } from './index.ts';

describe('the string to sign', () => {
  test('is sorted by name, values raw, without sign and without empty values', () => {
    const parameters = {
      version: '1.0',
      sign: 'xx',
      biz_content: '{"a":"b&c"}',
      app_id: '1',
      notify_url: '',
      sign_type: 'RSA2',
    };
    expect(signContent(parameters)).toBe('app_id=1&biz_content={"a":"b&c"}&sign_type=RSA2&version=1.0');
  });

  test('sorts in ASCII order: capitals before small letters, underscore between', () => {
    expect(signContent({ b: '1', a_b: '2', ab: '3', B: '4' })).toBe('B=4&a_b=2&ab=3&b=1');
  });

  const parameters = fc.dictionary(fc.stringMatching(/^[a-zA-Z_]{1,12}$/), fc.string());

  test('does not depend on the order of the parameters', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        const reversed = Object.fromEntries(Object.entries(given).reverse());
        expect(signContent(reversed)).toBe(signContent(given));
      }),
    );
  });

  test('names every parameter that is sent, once', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.stringMatching(/^[a-z0-9]+$/)), (given) => {
        const names = Object.keys(given).filter((name) => name !== 'sign');
        const pairs = signContent(given).split('&').filter(Boolean);
        expect(pairs.map((pair) => pair.split('=')[0])).toEqual(names.sort());
      }),
    );
  });
});

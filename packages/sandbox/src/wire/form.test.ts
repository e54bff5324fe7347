import { decodeText, encodeText } from '@till/alipay/charset';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseForm } from './form.ts';
import { encodeLossy, printForm } from './form-text.ts';
import { parseMultipart } from './multipart.ts';

const decoded = (text: string) => parseForm(Buffer.from(text, 'latin1')).map((field) => field.map(String));

test('a form is read once: percent and plus are undone, broken percent signs stay', () => {
  expect(decoded('a=1+2&b=100%25&c=%2B&d=5%&e=%zz&f')).toEqual([
    ['a', '1 2'],
    ['b', '100%'],
    ['c', '+'],
    ['d', '5%'],
    ['e', '%zz'],
    ['f', ''],
  ]);
});

test('an equals sign inside a value belongs to the value', () => {
  expect(decoded('sign=abc==&&x=a=b')).toEqual([
    ['sign', 'abc=='],
    ['x', 'a=b'],
  ]);
});

test('what is printed as a form is read back, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }))),
      (fields) => {
        const back = parseForm(Buffer.from(printForm(fields, 'utf-8'), 'latin1'));
        expect(back.map(([name, value]) => [name.toString('utf8'), value.toString('utf8')])).toEqual(fields);
      },
    ),
  );
});

test('a form in GBK carries GBK bytes', () => {
  expect(printForm([['subject', '充值']], 'gbk')).toBe('subject=%B3%E4%D6%B5');
  const [field] = parseForm(Buffer.from('subject=%B3%E4%D6%B5', 'latin1'));
  expect(decodeText(field?.[1] ?? Buffer.alloc(0), 'gbk')).toBe('充值');
});

test('a character that GBK lacks becomes a question mark', () => {
  expect(encodeLossy('好😀', 'gbk')).toEqual(Buffer.concat([encodeText('好', 'gbk'), Buffer.from('?')]));
});

test('a multipart body gives its text parts, byte for byte, and leaves files out', () => {
  const body = [
    '--B',
    'Content-Disposition:form-data;name="biz_content"',
    'Content-Type:text/plain',
    '',
    '{"a":"充\r\n值"}',
    '--B',
    'Content-Disposition: form-data; name="image"; filename="a.png"',
    '',
    'bytes',
    '--B--',
    '',
  ].join('\r\n');
  const { fields, files } = parseMultipart(Buffer.from(body), 'multipart/form-data;boundary=B;charset=utf-8');
  expect(fields.map((field) => field.map((part) => part.toString('utf8')))).toEqual([
    ['biz_content', '{"a":"充\r\n值"}'],
  ]);
  expect(files).toEqual([{ field: 'image', name: 'a.png', bytes: Buffer.from('bytes') }]);
});

test('a multipart body without a boundary has no fields', () => {
  expect(parseMultipart(Buffer.from('--B'), 'multipart/form-data')).toEqual({ fields: [], files: [] });
});

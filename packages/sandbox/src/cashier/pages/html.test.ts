import fc from 'fast-check';
import { expect, it } from 'vitest';
import { html, raw, webAddress } from './html.ts';

const REFERENCES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const readBack = (markup: string) =>
  markup.replace(/&(?:lt|gt|quot|amp|#39);/g, (reference) => REFERENCES[reference] ?? '');

it('escapes any text so that a browser reads it back unchanged, and as nothing but text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const markup = String(html`${text}`);
      expect(markup).not.toMatch(/[<>"']/);
      expect(readBack(markup)).toBe(text);
    }),
  );
});

it('does not escape markup twice, joins lists and leaves out what is absent', () => {
  const items = ['a&b', 'c'].map((item) => html`<li>${item}</li>`);
  expect(String(html`<ul>${items}${undefined}${false}</ul>`)).toBe('<ul><li>a&amp;b</li><li>c</li></ul>');
  expect(String(html`${raw('<br>')}${0}${''}`)).toBe('<br>0');
});

it('keeps backslashes and braces of the template as they are written', () => {
  expect(String(html`<p>{ ${'\\'} }</p>`)).toBe('<p>{ \\ }</p>');
});

it('takes only http and https for web addresses', () => {
  expect(webAddress('https://a.example/')).toBe('https://a.example/');
  expect(webAddress('http://127.0.0.1:1/x?y')).toBe('http://127.0.0.1:1/x?y');
  expect(webAddress('JaVaScRiPt:alert(1)')).toBeUndefined();
  expect(webAddress('//a.example')).toBeUndefined();
  expect(webAddress(undefined)).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { readCookie, writeCookie } from './cookies.ts';
import { chooseLocale } from './locale.ts';
import { texts } from './texts.ts';

describe('the language', () => {
  it('is the one picked, else the one remembered, else the first of ours that the browser asks for, else Chinese', () => {
    expect(chooseLocale({ picked: 'en', remembered: 'zh', acceptLanguage: 'zh-CN' })).toBe('en');
    expect(chooseLocale({ remembered: 'zh', acceptLanguage: 'en' })).toBe('zh');
    expect(chooseLocale({ picked: 'fr', remembered: 'xx', acceptLanguage: 'fr-FR,en-GB;q=0.8,zh;q=0.5' })).toBe('en');
    expect(chooseLocale({ acceptLanguage: 'zh-CN,zh;q=0.9,en;q=0.8' })).toBe('zh');
    expect(chooseLocale({ acceptLanguage: 'fr' })).toBe('zh');
    expect(chooseLocale({})).toBe('zh');
  });

  it('has every text that the other has', () => {
    const phrases = (value: unknown, path: string): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, part]) => phrases(part, `${path}.${key}`))
        : [`${path} ${typeof value === 'string' && value.trim() !== '' ? 'said' : 'missing'}`];
    expect(phrases(texts.en, '')).toEqual(phrases(texts.zh, ''));
    expect(phrases(texts.zh, '').filter((phrase) => phrase.endsWith('missing'))).toEqual([]);
  });
});

describe('a cookie', () => {
  it('comes back as it was written', () => {
    const [pair = ''] = writeCookie('note', '{"a": "退款; =ok"}', '/demo', 60).split('; Path=');
    expect(readCookie(`other=1; ${pair}; last=2`, 'note')).toBe('{"a": "退款; =ok"}');
  });

  it('is absent when it is not there or broken', () => {
    expect(readCookie(undefined, 'note')).toBeUndefined();
    expect(readCookie('notes=1', 'note')).toBeUndefined();
    expect(readCookie('note=%E0%A4%A', 'note')).toBeUndefined();
  });
});

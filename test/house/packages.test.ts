import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGES } from '../../scripts/build-package/pack.ts';
import { ROOT } from './sources.ts';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

describe.each(PACKAGES)('packages/%s, as it is published', (folder) => {
  const manifest = JSON.parse(read('packages', folder, 'package.json'));

  test("has the repository's licence", () => {
    expect(manifest.license).toBe('Apache-2.0');
    expect(read('packages', folder, 'LICENSE')).toBe(read('LICENSE'));
  });

  test('has a README in both languages, each leading to the other', () => {
    expect(read('packages', folder, 'README.md')).toContain('[中文](README.zh-CN.md)');
    expect(read('packages', folder, 'README.zh-CN.md')).toContain('[English](README.md)');
  });

  test('says what it is, and which Node it needs', () => {
    expect(manifest.description).toMatch(/^.{20,130}\.$/);
    expect(manifest.keywords).toContain('alipay');
    expect(manifest.engines.node).toBe(folder === 'alipay' ? '>=20' : '>=24');
  });

  test('is public, though its name has a scope', () => {
    expect(manifest.publishConfig?.access ?? manifest.name).toBe(manifest.name.startsWith('@') ? 'public' : 'till');
  });

  test('exports only what is built, with types where there is code to import', () => {
    const published: string[] = [];
    const collect = (entry: unknown, condition = ''): void => {
      if (typeof entry === 'string') {
        if (condition !== '@till/source') published.push(entry);
      } else Object.entries(entry as object).forEach(([name, inner]) => void collect(inner, name));
    };
    collect(manifest.exports ?? {});
    expect(published.filter((path) => !path.startsWith('./dist/'))).toEqual([]);
    const scripts = published.filter((path) => /\.m?js$/.test(path));
    expect(published).toEqual(expect.arrayContaining(scripts.map((path) => path.replace(/\.(m?)js$/, '.d.$1ts'))));
  });
});

test("the SDK's entries have their types for TypeScript that does not read exports (moduleResolution node10) too", () => {
  const { exports: entries, typesVersions } = JSON.parse(read('packages/alipay/package.json'));
  const names = Object.keys(entries).flatMap((name) => (name === '.' ? [] : [name.slice('./'.length)]));
  expect(typesVersions).toEqual({ '*': Object.fromEntries(names.map((name) => [name, [`./dist/${name}.d.ts`]])) });
});

test('every package is built and published', () => {
  expect([...PACKAGES].sort()).toEqual(readdirSync(join(ROOT, 'packages')).sort());
});

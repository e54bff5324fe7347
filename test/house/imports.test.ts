import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, importsOf, isTest, ROOT, readSources, resolveImport, type Source } from './sources.ts';

/** Which of our packages each one may see. The sandbox signs by its own code, so it may not see the SDK's. */
const ALLOWED: Record<string, RegExp | undefined> = {
  alipay: undefined,
  sandbox: /^@till\/alipay\/(money|time|charset)$/,
  server: /^@till\/alipay(\/|$)/,
  console: undefined,
  cli: /^@till\//,
};

const sources = readSources();
const product = sources.filter((source) => source.path.startsWith('packages/') && !isTest(source));

function packageOf({ path }: Source): string {
  return path.split('/')[1] ?? '';
}

/** All imports of the product that break a rule, as `file -> specifier`. */
function breaches(rule: (source: Source, each: Import) => boolean): string[] {
  return product.flatMap((source) =>
    importsOf(source)
      .filter((each) => rule(source, each))
      .map(({ specifier }) => `${source.path} -> ${specifier}`),
  );
}

describe('imports go one way', () => {
  test('the check sees the sources and their imports', () => {
    expect(new Set(product.map(packageOf))).toEqual(new Set(Object.keys(ALLOWED)));
    expect(product.flatMap(importsOf).length).toBeGreaterThan(product.length);
  });

  test('cli sees server, sandbox and console; those see alipay; alipay sees nobody', () => {
    const forbidden = (source: Source, { specifier }: Import) =>
      specifier.startsWith('@till/') && !ALLOWED[packageOf(source)]?.test(specifier);
    expect(breaches(forbidden)).toEqual([]);
  });

  test('no file reaches into another package by path', () => {
    const leaves = (source: Source, { specifier }: Import) =>
      specifier.startsWith('.') && !resolveImport(source, specifier).startsWith(`packages/${packageOf(source)}/`);
    expect(breaches(leaves)).toEqual([]);
  });

  test('each package declares what it imports, and only Node comes for free', () => {
    const declared = new Map(Object.keys(ALLOWED).map((name) => [name, dependenciesOf(name)]));
    const undeclared = (source: Source, { specifier }: Import) =>
      !/^(node:|\.)/.test(specifier) && !declared.get(packageOf(source))?.has(packageName(specifier));
    expect(breaches(undeclared)).toEqual([]);
  });

  test('the SDK depends on nothing', () => {
    expect([...dependenciesOf('alipay')]).toEqual([]);
  });

  test('no two files need each other to start', () => {
    expect(findCycle()).toBeUndefined();
  });
});

function dependenciesOf(name: string): Set<string> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
  return new Set(Object.keys(manifest.dependencies ?? {}));
}

/** `@till/alipay/money` and `pg/lib` name the packages `@till/alipay` and `pg`. */
function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The first circle of imports, as the files along it. */
function findCycle(): string[] | undefined {
  const needs = new Map(
    product.map((source) => [
      source.path,
      importsOf(source)
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => resolveImport(source, specifier)),
    ]),
  );
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    done.add(path);
    return firstOf(needs.get(path) ?? [], (next) => walk(next, [...trail, path]));
  };
  return firstOf([...needs.keys()], (path) => walk(path, []));
}

function firstOf<T, R>(items: T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

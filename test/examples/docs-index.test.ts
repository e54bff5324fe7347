import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const docs = globSync('docs/**/*.md', { cwd: root }).sort();
const pages = [...docs, ...globSync(['README*.md', 'packages/*/README*.md'], { cwd: root }).sort()];

/** The internals are written in one language. */
const ENGLISH_ONLY: ReadonlySet<string> = new Set(['docs/architecture.md']);

interface Link {
  /** The file it leads to, from the root. */
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Where a page's links lead within the project. */
function linksOf(page: string): Link[] {
  const prose = read(page).replace(/^```[\s\S]*?^```/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = decodeURI(target).split('#');
      return { path: file === '' ? page : normalize(join(dirname(page), file)), anchor };
    });
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = read(page).match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

describe.each(pages)('%s', (page) => {
  test('leads only to what is there', () => {
    const broken = linksOf(page).filter(({ path, anchor }) => {
      if (!existsSync(join(root, path))) return true;
      return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

test.each(['docs/README.md', 'docs/README.zh-CN.md'])('%s lists every page of its language', (index) => {
  const isChinese = (page: string) => page.endsWith('.zh-CN.md');
  const own = docs.filter((page) => ENGLISH_ONLY.has(page) || isChinese(page) === isChinese(index));
  const linked = new Set(linksOf(index).map(({ path }) => path));
  expect(own.filter((page) => page !== index && !linked.has(page))).toEqual([]);
});

test('every page is there in both languages', () => {
  const english = docs.filter((page) => !page.endsWith('.zh-CN.md') && !ENGLISH_ONLY.has(page));
  expect(english.length).toBeGreaterThan(5);
  expect(english.filter((page) => !docs.includes(page.replace(/\.md$/, '.zh-CN.md')))).toEqual([]);
});

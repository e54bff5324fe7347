import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** Fails unless both languages of a guide show every file of the folders, and no other code, as it is. */
export function describeGuide(guide: string, folders: readonly string[]): void {
  const sources = folders.flatMap((folder) =>
    readdirSync(new URL(`examples/${folder}`, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `examples/${folder}/${file}`),
  );
  test.each([`${guide}.md`, `${guide}.zh-CN.md`])('%s shows every example as it is', (name) => {
    const text = readFileSync(new URL(`docs/guides/${name}`, root), 'utf8');
    const shown = (path: string) => `<!-- ${path} -->\n\`\`\`ts\n${readFileSync(new URL(path, root), 'utf8')}\`\`\`\n`;
    expect(sources.filter((path) => !text.includes(shown(path)))).toEqual([]);
    expect(text.match(/```ts\n/g)).toHaveLength(sources.length);
  });
}

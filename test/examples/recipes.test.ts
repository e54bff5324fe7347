import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeGuide } from './guide-code.ts';

describe('the recipes', () => {
  describeGuide('recipes', [
    'page-pay-in-20-lines',
    'page-pay-shop',
    'page-pay-express',
    'page-pay-next',
    'page-pay-hono',
  ]);

  test.each(['express', 'hono', 'next'])('take 20 lines in %s', (framework) => {
    const folder = fileURLToPath(new URL(`../../examples/page-pay-in-20-lines/${framework}`, import.meta.url));
    const files = globSync('**/*.ts', { cwd: folder });
    const lines = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'));
    expect(lines.join('\n')).toContain('findOrder');
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});

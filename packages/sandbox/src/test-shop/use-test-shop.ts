import type { SandboxOptions } from '../sandbox.ts';
import { openTestShop, type TestShop } from './test-shop.ts';

/** What a test framework offers to happen before and after; Jest's globals, or imported from Vitest or node:test. */
export interface TestHooks {
  beforeAll(work: () => Promise<void>): unknown;
  beforeEach(work: () => Promise<void>): unknown;
  afterAll(work: () => Promise<void>): unknown;
}

/**
 * One shop for all tests of a file, for any framework; its sandbox is reset before each test.
 *
 * @example
 * const shop = useTestShop({ beforeAll, beforeEach, afterAll });
 * test('...', async () => { await shop().paidTrade(); });
 */
export function useTestShop(hooks: TestHooks, options: SandboxOptions = {}): () => TestShop {
  let shop: TestShop | undefined;
  hooks.beforeAll(async () => {
    shop = await openTestShop(options);
  });
  hooks.beforeEach(async () => {
    await shop?.sandbox.reset();
    shop?.inbox.clear();
  });
  hooks.afterAll(async () => {
    await shop?.close();
  });
  return () => {
    if (shop !== undefined) return shop;
    throw new Error('The test shop is not open yet: ask for it inside a test, not while the file is loaded.');
  };
}

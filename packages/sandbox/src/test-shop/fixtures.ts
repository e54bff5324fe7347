import type { Sandbox, SandboxOptions } from '../sandbox.ts';
import { openTestShop, type TestShop } from './test-shop.ts';

/** What a test gets by naming it. */
export interface SandboxFixtures {
  /** How the sandbox is made; a test file may override it. */
  sandboxOptions: SandboxOptions;
  /** A shop in a sandbox of the test's own, closed when the test ends. */
  shop: TestShop;
  /** The shop's sandbox. */
  sandbox: Sandbox;
}

/**
 * Fixtures for Vitest: `const test = base.extend<SandboxFixtures>(sandboxFixtures)`. A test that names none of them
 * starts no sandbox.
 */
export const sandboxFixtures = {
  sandboxOptions: {} as SandboxOptions,
  shop: async (
    { sandboxOptions }: { sandboxOptions: SandboxOptions },
    use: (shop: TestShop) => Promise<void>,
  ): Promise<void> => {
    await using shop = await openTestShop(sandboxOptions);
    await use(shop);
  },
  sandbox: async ({ shop }: { shop: TestShop }, use: (sandbox: Sandbox) => Promise<void>): Promise<void> => {
    await use(shop.sandbox);
  },
};

export { type SandboxFixtures, sandboxFixtures } from './fixtures.ts';
export type { Inbox, Message } from './inbox.ts';
export { openTestShop, type SdkKeys, type TestOrder, type TestShop } from './test-shop.ts';
export { type TestHooks, useTestShop } from './use-test-shop.ts';

import { vi } from 'vitest';
import { describePagePayShop, IN_20_LINES, IN_PRODUCTION, type ShopEnvironment } from './page-pay-shop.ts';
import { serveWeb, type WebHandler } from './web-server.ts';

const programs = [
  ['Hono, in 20 lines', IN_20_LINES, () => import('../../examples/page-pay-in-20-lines/hono/shop.ts')],
  ['Hono', IN_PRODUCTION, () => import('../../examples/page-pay-hono/shop.ts')],
] as const;

for (const [name, recipe, load] of programs) {
  describePagePayShop(name, recipe, async (environment: ShopEnvironment, port) => {
    for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
    vi.resetModules();
    const shop: { fetch: WebHandler } = (await load()).default;
    return serveWeb((request) => shop.fetch(request), port);
  });
}

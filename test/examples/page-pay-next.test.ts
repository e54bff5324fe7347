import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { describePagePayShop } from './page-pay-shop.ts';
import { serveWeb, type WebHandler } from './web-server.ts';

const app = fileURLToPath(new URL('../../examples/page-pay-next/app', import.meta.url));

describePagePayShop('Next.js', async (environment, port) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const routes = await routesOf(app);
  return serveWeb((request) => {
    const handlers = routes.get(new URL(request.url).pathname);
    if (handlers === undefined) return new Response('There is no such page.', { status: 404 });
    return handlers[request.method]?.(request) ?? new Response(null, { status: 405 });
  }, port);
});

/** The app router's rule: the folder is the path, an exported function answers the HTTP method it is named for. */
async function routesOf(folder: string): Promise<ReadonlyMap<string, Readonly<Record<string, WebHandler>>>> {
  const files = globSync('**/route.ts', { cwd: folder });
  const entries = files.map(async (file) => {
    const path = dirname(file) === '.' ? '/' : `/${dirname(file)}`;
    return [path, await import(join(folder, file))] as const;
  });
  return new Map(await Promise.all(entries));
}

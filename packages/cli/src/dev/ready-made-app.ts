import type { RegisteredApp, Sandbox } from '@till/sandbox';
import type { TillServer } from '@till/server';
import type { DevApp, DevState } from './dev-state.ts';

/** The ready-made app's id at the sandbox. */
export const DEV_ALIPAY_APP_ID = '2021000000000001';

/** What the server calls the first app of a fresh database. */
const FIRST_APP_ID = '1';

const RETURN_PAGE = '/demo/return';

/**
 * Pairs the ready-made app between server and sandbox, anew at every start: whichever of the two databases was
 * deleted, moved or exchanged, both hold matching keys afterwards.
 */
export async function pairReadyMadeApp(server: TillServer, sandbox: Sandbox, state: DevState): Promise<DevApp> {
  const atSandbox = await sandbox.registerApp({
    app_id: DEV_ALIPAY_APP_ID,
    public_key: state.appPublicKey,
    name: 'Till 演示商店',
  });
  const fields = appFields(sandbox, state, atSandbox);
  const id = state.app?.appId ?? FIRST_APP_ID;
  const existing = await server.app(id);
  if (existing?.alipayAppId !== DEV_ALIPAY_APP_ID) {
    const created = await server.createApp(fields);
    return withNewKey(server, created.id);
  }
  await server.updateApp(id, fields);
  // Another database may well have an app of the same number; our key opens only the one it was made for.
  const sameApp = state.app !== undefined && existing.createdAt === state.app.appCreatedAt;
  return sameApp ? state.app : withNewKey(server, id);
}

/** Sends buyers back to the demo shop, wherever it listens this time; a page that someone chose is left alone. */
export async function returnToDemoShop(server: TillServer, appId: string): Promise<void> {
  const page = server.url + RETURN_PAGE;
  const current = (await server.app(appId))?.returnUrl;
  if (current === page || (current && !current.endsWith(RETURN_PAGE))) return;
  await server.updateApp(appId, { returnUrl: page });
}

function appFields(sandbox: Sandbox, state: DevState, atSandbox: RegisteredApp) {
  return {
    name: 'Demo shop',
    alipayAppId: DEV_ALIPAY_APP_ID,
    privateKey: state.appPrivateKey,
    alipayPublicKey: atSandbox.alipay_public_key,
    gateway: sandbox.gatewayUrl,
    sellerId: atSandbox.seller_id,
  };
}

async function withNewKey(server: TillServer, appId: string): Promise<DevApp> {
  const apiKey = await server.createApiKey(appId, 'till dev');
  const app = await server.app(appId);
  if (app === undefined) throw new Error(`App ${appId} was created but cannot be found.`);
  return { appId, appCreatedAt: app.createdAt, apiKey };
}

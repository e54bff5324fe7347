import type { Sandbox } from '@till/sandbox';
import { mountConsole } from '../console.ts';
import { demoShop } from '../demo/index.ts';
import type { PortChoice } from '../port.ts';
import { startSandbox } from '../start-sandbox.ts';
import { startServer } from '../start-server.ts';
import type { DataDirectory } from './data-directory.ts';
import { type DevFile, removeDevFile, writeDevFile } from './dev-file.ts';
import { type DevApp, type DevState, loadDevState, saveDevState } from './dev-state.ts';
import { holdInstanceLock } from './instance-lock.ts';
import { devMasterKey } from './master-key.ts';
import { DEV_ALIPAY_APP_ID, pairReadyMadeApp, returnToDemoShop } from './ready-made-app.ts';

const LOOPBACK = '127.0.0.1';
const ADMIN_USER = 'admin';

export interface DevelopmentOptions {
  readonly directory: DataDirectory;
  readonly server: PortChoice;
  readonly sandbox: PortChoice;
  /** Default: SQLite in the data directory. */
  readonly databaseUrl?: string;
  /** Default: one kept in the data directory. */
  readonly masterKey?: string;
  readonly publicUrl?: string;
  readonly logLevel: string;
}

/** Server and sandbox, running and paired. */
export interface Development extends AsyncDisposable {
  readonly running: DevFile;
}

/**
 * Starts everything that `till dev` offers; both ports accept requests when it returns. Closing it, or a failure half
 * way, stops what was started in the opposite order and leaves nothing behind but the data.
 * @throws {CommandError} for what a person can mend: a port in use, a directory in use, a damaged file.
 */
export async function startDevelopment(options: DevelopmentOptions): Promise<Development> {
  const { directory } = options;
  await using starting = new AsyncDisposableStack();
  starting.use(holdInstanceLock(directory));
  removeDevFile(directory.devFile);
  starting.defer(() => removeDevFile(directory.devFile));
  const masterKey = devMasterKey(options.masterKey, directory.masterKeyFile);
  const state = await loadDevState(directory.stateFile);

  const sandbox = starting.use(
    await startSandbox(options.sandbox, { host: LOOPBACK, dataFile: directory.sandboxFile }),
  );
  const { server, app } = await startPairedServer(options, { masterKey, state, sandbox });
  starting.use(server);

  const running: DevFile = {
    server: server.url,
    sandbox: sandbox.url,
    appId: app.appId,
    alipayAppId: DEV_ALIPAY_APP_ID,
    apiKey: app.apiKey,
    adminUser: ADMIN_USER,
    adminPassword: state.adminPassword,
    pid: process.pid,
  };
  writeDevFile(directory.devFile, running);
  const started = starting.move();
  return { running, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

interface Peers {
  readonly masterKey: string;
  readonly state: DevState;
  readonly sandbox: Sandbox;
}

/** The app must be paired before the demo shop is mounted, and its return page is known only once the server listens. */
async function startPairedServer(options: DevelopmentOptions, { masterKey, state, sandbox }: Peers) {
  const paired = Promise.withResolvers<DevApp>();
  const server = await startServer(options.server, {
    databaseUrl: options.databaseUrl ?? `sqlite:${options.directory.databaseFile}`,
    masterKey,
    host: LOOPBACK,
    clock: sandbox.clock,
    logLevel: options.logLevel,
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
    extend: async (http, self) => {
      const app = await pairReadyMadeApp(self, sandbox, state);
      saveDevState(options.directory.stateFile, { ...state, app });
      const shop = demoShop({ serverUrl: () => self.url, appId: app.appId, apiKey: app.apiKey, clock: sandbox.clock });
      await http.register(shop, { prefix: '/demo' });
      await mountConsole(http, { demo: '/demo/', sandbox: sandbox.url });
      paired.resolve(app);
    },
  });
  const app = await paired.promise;
  await returnToDemoShop(server, app.appId);
  if (!(await server.verifyConsoleUser(ADMIN_USER, state.adminPassword))) {
    await server.setConsoleUser(ADMIN_USER, state.adminPassword);
  }
  return { server, app };
}

import type { Ids } from '../ids/ids.ts';
import { generateRsaPair, readPublicKey } from '../signing/keys.ts';
import { put, type Records } from '../storage/records.ts';
import type { App } from './app.ts';

/** What to register. All of it may be left out. */
export interface AppRegistration {
  /** Up to 32 digits, letters, `_` and `-`; made up when absent. An app that exists is updated. */
  app_id?: string;
  /** The application's public key, in any form; without it the sandbox makes the pair (for a new app). */
  public_key?: string;
  /** The shop's name on the cashier page. */
  name?: string;
}

/** What the merchant needs to know about an app; keys as PEM. */
export interface RegisteredApp {
  app_id: string;
  seller_id: string;
  name: string;
  alipay_public_key: string;
  /** PKCS#8; only in the answer to the registration that made the pair. The sandbox does not keep it. */
  app_private_key?: string;
}

/** The registered apps. */
export class AppBook {
  readonly #records: Records;
  readonly #ids: Ids;
  #registrations: Promise<unknown> = Promise.resolve();

  constructor(records: Records, ids: Ids) {
    this.#records = records;
    this.#ids = ids;
  }

  find(appId: string): App | undefined {
    return this.#records.get('app', appId);
  }

  /**
   * Registers an app or updates the one that exists; Alipay's own keys for it never change.
   * One after the other: making keys takes a while, and two of the same app must not both be the first.
   * @throws {PublicKeyError} if `public_key` cannot be used.
   */
  register(registration: AppRegistration): Promise<RegisteredApp> {
    const turn = this.#registrations.then(() => this.#register(registration));
    this.#registrations = turn.catch(() => undefined);
    return turn;
  }

  async #register({ app_id, public_key, name }: AppRegistration): Promise<RegisteredApp> {
    const given = public_key === undefined ? undefined : readPublicKey(public_key);
    const existing = app_id === undefined ? undefined : this.find(app_id);
    const [made, app] = await Promise.all([
      given === undefined && existing === undefined ? generateRsaPair() : undefined,
      existing ?? this.#newApp(app_id ?? this.#ids.appId()),
    ]);
    const publicKey = given ?? made?.publicKey ?? app.publicKey;
    const registered = { ...app, name: name ?? app.name, publicKey };
    this.#records.commit(put('app', registered.appId, registered));
    return describe(registered, made?.privateKey);
  }

  async #newApp(appId: string): Promise<App> {
    const { publicKey, privateKey } = await generateRsaPair();
    return {
      appId,
      sellerId: this.#ids.sellerId(),
      name: `沙箱商户 ${appId}`,
      publicKey: '',
      alipayPublicKey: publicKey,
      alipayPrivateKey: privateKey,
    };
  }
}

function describe(app: App, appPrivateKey: string | undefined): RegisteredApp {
  return {
    app_id: app.appId,
    seller_id: app.sellerId,
    name: app.name,
    alipay_public_key: app.alipayPublicKey,
    ...(appPrivateKey === undefined ? {} : { app_private_key: appPrivateKey }),
  };
}

import type { Authority } from '../certificates/authority.ts';
import { newAesKey } from '../encryption/aes.ts';
import type { Ids } from '../ids/ids.ts';
import { type KeySource, newKeys } from '../signing/key-source.ts';
import { readPublicKey } from '../signing/keys.ts';
import { put, type Records } from '../storage/records.ts';
import type { App, AppCertificates } from './app.ts';
import { withSettings } from './app-settings.ts';
import { type AppRegistration, describeApp, type RegisteredApp } from './registration.ts';

/** The registered apps. */
export class AppBook {
  readonly #records: Records;
  readonly #ids: Ids;
  readonly #authority: Authority;
  readonly #keys: KeySource;
  #registrations: Promise<unknown> = Promise.resolve();
  #unknownKey: Promise<string> | undefined;

  constructor(records: Records, ids: Ids, authority: Authority, keys: KeySource = newKeys) {
    this.#records = records;
    this.#ids = ids;
    this.#authority = authority;
    this.#keys = keys;
  }

  find(appId: string): App | undefined {
    return this.#records.get('app', appId);
  }

  /** The app of the merchant to whom a trade belongs: the caller's own, unless an ISV's app acted for another. */
  authAppIdOf({ appId, sellerId }: { readonly appId: string; readonly sellerId: string }): string {
    if (this.find(appId)?.sellerId === sellerId) return appId;
    return this.all().find((app) => app.sellerId === sellerId)?.appId ?? appId;
  }

  all(): App[] {
    return [...this.#records.all('app')];
  }

  /**
   * Registers an app or updates the one that exists; Alipay's own keys for it stay (but see {@link rotate}).
   * One after the other: making keys takes a while, and two of the same app must not both be the first.
   * @throws {PublicKeyError} if `public_key` cannot be used.
   */
  register(registration: AppRegistration): Promise<RegisteredApp> {
    return this.#inTurn(() => this.#register(registration));
  }

  /** Alipay changes the key (and certificate) that it signs with for an app; undefined for an unknown one. */
  rotate(appId: string): Promise<RegisteredApp | undefined> {
    return this.#inTurn(async () => {
      const app = this.find(appId);
      if (app === undefined) return undefined;
      const { publicKey, privateKey } = await newKeys('alipay');
      const rotated = { ...app, alipayPublicKey: publicKey, alipayPrivateKey: privateKey };
      return this.#keep(app.certificates === undefined ? rotated : await this.#recertified(rotated, app.certificates));
    });
  }

  /** A private key that no merchant has the public half of: what a changed key looks like before anybody is told. */
  unknownKey(): Promise<string> {
    this.#unknownKey ??= newKeys('alipay').then(({ privateKey }) => privateKey);
    return this.#unknownKey;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#registrations.then(work);
    this.#registrations = turn.catch(() => undefined);
    return turn;
  }

  async #register(registration: AppRegistration): Promise<RegisteredApp> {
    const { app_id, public_key, name, sign_mode, encrypt_key, gateway_url } = registration;
    const given = public_key === undefined ? undefined : readPublicKey(public_key);
    const existing = app_id === undefined ? undefined : this.find(app_id);
    const [made, app] = await Promise.all([
      given === undefined && existing === undefined ? this.#keys('app') : undefined,
      existing ?? this.#newApp(app_id ?? this.#ids.appId()),
    ]);
    const settings = withSettings(app.settings ?? {}, registration);
    const named: App = {
      ...app,
      name: name ?? app.name,
      publicKey: given ?? made?.publicKey ?? app.publicKey,
      ...(encrypt_key === undefined ? {} : { encryptKey: encrypt_key === true ? newAesKey() : encrypt_key }),
      ...(gateway_url === undefined ? {} : { gatewayUrl: gateway_url }),
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
    };
    return this.#keep(await this.#inMode(named, sign_mode), made?.privateKey);
  }

  #keep(app: App, appPrivateKey?: string): RegisteredApp {
    this.#records.commit(put('app', app.appId, app));
    return describeApp(app, appPrivateKey);
  }

  /** In the mode asked for, or else the one it had; its certificate always fits its key. */
  async #inMode(app: App, mode: AppRegistration['sign_mode']): Promise<App> {
    const { certificates, ...uncertified } = app;
    if (mode === 'key' || (mode === undefined && certificates === undefined)) return uncertified;
    if (certificates === undefined) return this.#certified(app);
    if (this.find(app.appId)?.publicKey === app.publicKey) return app;
    const { appId, sellerId, name, publicKey } = app;
    const own = await this.#authority.certifyApp(publicKey, sellerId, appId, name);
    return { ...app, certificates: { ...certificates, app: own } };
  }

  async #certified(app: App): Promise<App> {
    const { appId, sellerId, name, publicKey, alipayPublicKey } = app;
    const own = await this.#authority.certifyApp(publicKey, sellerId, appId, name);
    const { roots, rootSn } = await this.#authority.get();
    const alipay = await this.#authority.certifyAlipay(alipayPublicKey);
    return { ...app, certificates: { app: own, alipay, roots: { pem: roots, sn: rootSn }, retired: [] } };
  }

  async #recertified(app: App, before: AppCertificates): Promise<App> {
    const alipay = await this.#authority.certifyAlipay(app.alipayPublicKey);
    return { ...app, certificates: { ...before, alipay, retired: [...before.retired, before.alipay] } };
  }

  async #newApp(appId: string): Promise<App> {
    const { publicKey, privateKey } = await this.#keys('alipay');
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

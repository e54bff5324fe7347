import { Alipay, AlipayConfigError, type AlipayOptions } from '@till/alipay';
import type { Clock } from '@till/alipay/time';
import { recordAudit } from '../access/audit-log.ts';
import type { Database, Queries } from '../database/index.ts';
import { Refusal } from '../refusal.ts';
import { type App, type AppPatch, type NewApp, ORDER_LIFETIME_DEFAULT_MS } from './app.ts';
import { findApp, insertApp, type StoredApp, updateAppRow } from './app-store.ts';
import { appValues } from './app-values.ts';
import type { Vault } from './vault.ts';

/** An app together with the client that speaks to Alipay in its name. */
export interface Merchant {
  readonly app: App;
  readonly alipay: Alipay;
}

type ClientOptions = Pick<AlipayOptions, 'timeoutMs' | 'clock' | 'transport'>;

/** The merchant applications of this service, and their clients: keys are opened and parsed once, not per call. */
export class AppRegistry {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #clientOptions: ClientOptions;
  readonly #clients = new Map<bigint, { stored: StoredApp; alipay: Alipay }>();

  constructor(database: Database, vault: Vault, clock: Clock, clientOptions: ClientOptions) {
    this.#database = database;
    this.#vault = vault;
    this.#clock = clock;
    this.#clientOptions = clientOptions;
  }

  async find(id: bigint): Promise<App | undefined> {
    const stored = await findApp(this.#database.queries, id);
    return stored && withoutKeys(stored);
  }

  /** The app with its client; undefined if there is no such app. The row is read anew, so another process's change counts. */
  async merchant(id: bigint): Promise<Merchant | undefined> {
    const stored = await findApp(this.#database.queries, id);
    if (stored === undefined) return undefined;
    const known = this.#clients.get(id);
    if (known !== undefined && sameClient(known.stored, stored)) return { app: stored, alipay: known.alipay };
    const alipay = this.#client(stored, this.#openKeys(stored));
    this.#clients.set(id, { stored, alipay });
    return { app: stored, alipay };
  }

  /** @throws {Refusal} `invalid`, naming the field or the key that is wrong. */
  async register(fields: NewApp, actor: string): Promise<App> {
    const { privateKey, alipayPublicKey, ...plain } = fields;
    const values = {
      gateway: null,
      seller_id: null,
      return_url: null,
      sign_type: 'RSA2',
      order_lifetime_ms: BigInt(ORDER_LIFETIME_DEFAULT_MS),
      ...appValues(plain),
      name: fields.name,
      alipay_app_id: fields.alipayAppId,
    };
    const now = this.#clock.now();
    const stored = await this.#database.transaction(async (queries) => {
      // The keys are sealed for their row, so the row's number must be known first.
      const id = await insertApp(queries, { ...values, private_key_sealed: '', alipay_public_key_sealed: '' }, now);
      await updateAppRow(queries, id, this.#sealKeys(id, { privateKey, alipayPublicKey }), now);
      const row = await this.#checkedApp(queries, id);
      await recordAudit(queries, { actor, action: 'app.created', appId: id, detail: { name: row.name }, now });
      return row;
    });
    return withoutKeys(stored);
  }

  /** @throws {Refusal} `not_found`, or `invalid` naming the field or the key that is wrong. */
  async update(id: bigint, patch: AppPatch, actor: string): Promise<App> {
    const { privateKey, alipayPublicKey, ...plain } = patch;
    const values = { ...appValues(plain), ...this.#sealKeys(id, { privateKey, alipayPublicKey }) };
    const now = this.#clock.now();
    const stored = await this.#database.transaction(async (queries) => {
      if ((await findApp(queries, id)) === undefined) throw new Refusal('not_found', `There is no app ${id}.`);
      await updateAppRow(queries, id, values, now);
      const row = await this.#checkedApp(queries, id);
      const changed = Object.keys(patch).sort();
      await recordAudit(queries, { actor, action: 'app.updated', appId: id, detail: { changed }, now });
      return row;
    });
    return withoutKeys(stored);
  }

  /** Builds the client once before the change is committed: keys that cannot work are refused now, not at the first order. */
  async #checkedApp(queries: Queries, id: bigint): Promise<StoredApp> {
    const stored = await findApp(queries, id);
    if (stored === undefined) throw new Error(`App ${id} was written but cannot be read.`);
    try {
      this.#client(stored, this.#openKeys(stored));
    } catch (error) {
      if (error instanceof AlipayConfigError) throw new Refusal('invalid', error.message, { cause: error });
      throw error;
    }
    return stored;
  }

  #client(stored: StoredApp, keys: { privateKey: string; alipayPublicKey: string }): Alipay {
    return new Alipay({
      appId: stored.alipayAppId,
      signType: stored.signType,
      ...keys,
      ...(stored.gateway === null ? {} : { gateway: stored.gateway }),
      ...this.#clientOptions,
    });
  }

  #openKeys(stored: StoredApp): { privateKey: string; alipayPublicKey: string } {
    return {
      privateKey: this.#vault.open(stored.privateKeySealed, `apps/${stored.id}/private_key`),
      alipayPublicKey: this.#vault.open(stored.alipayPublicKeySealed, `apps/${stored.id}/alipay_public_key`),
    };
  }

  #sealKeys(id: bigint, keys: { privateKey?: string | undefined; alipayPublicKey?: string | undefined }) {
    return {
      ...(keys.privateKey !== undefined && {
        private_key_sealed: this.#vault.seal(keys.privateKey, `apps/${id}/private_key`),
      }),
      ...(keys.alipayPublicKey !== undefined && {
        alipay_public_key_sealed: this.#vault.seal(keys.alipayPublicKey, `apps/${id}/alipay_public_key`),
      }),
    };
  }
}

/** Sealing takes a fresh nonce, so a key that was written anew never looks like the one before. */
function sameClient(a: StoredApp, b: StoredApp): boolean {
  return (
    a.privateKeySealed === b.privateKeySealed &&
    a.alipayPublicKeySealed === b.alipayPublicKeySealed &&
    a.alipayAppId === b.alipayAppId &&
    a.signType === b.signType &&
    a.gateway === b.gateway
  );
}

function withoutKeys({ privateKeySealed: _, alipayPublicKeySealed: __, ...app }: StoredApp): App {
  return app;
}

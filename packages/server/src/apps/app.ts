/** A merchant application, without its keys. */
export interface App {
  readonly id: bigint;
  readonly name: string;
  readonly alipayAppId: string;
  readonly signType: 'RSA2' | 'RSA';
  /** Alipay's gateway; absent for production. */
  readonly gateway: string | null;
  /** The merchant's user id at Alipay (`2088...`). Where set, messages for another seller are refused. */
  readonly sellerId: string | null;
  /** Where buyers return to when an order names no page of its own. */
  readonly returnUrl: string | null;
  readonly orderLifetimeMs: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What it takes to register an app. */
export interface NewApp {
  name: string;
  /** The app id at Alipay: digits, 16 of them in practice. */
  alipayAppId: string;
  /** The app's private key: PEM or bare base64, PKCS#1 or PKCS#8. */
  privateKey: string;
  /** Alipay's public key for this app (not the app's own): PEM or bare base64. */
  alipayPublicKey: string;
  gateway?: string;
  sellerId?: string;
  returnUrl?: string;
  signType?: 'RSA2' | 'RSA';
  /** How long a buyer may pay an order, in milliseconds. Default: 24 hours; at least a minute, at most 15 days. */
  orderLifetimeMs?: number;
}

/** Changes to an app. `null` removes an optional value. */
export type AppPatch = {
  [Field in keyof NewApp]?: undefined extends NewApp[Field] ? NewApp[Field] | null : NewApp[Field];
};

export const ORDER_LIFETIME_DEFAULT_MS = 24 * 60 * 60 * 1000;
/** Alipay's own bounds for the life of an unpaid trade. */
export const ORDER_LIFETIME_MIN_MS = 60 * 1000;
export const ORDER_LIFETIME_MAX_MS = 15 * 24 * 60 * 60 * 1000;

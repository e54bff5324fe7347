/** What a person has allowed an app to do: a code, to be exchanged once for a token. */
export interface Grant {
  /** 32 characters. */
  readonly code: string;
  /** `user`: a buyer let an app know about him. `app`: a merchant let an ISV's app act for his. */
  readonly kind: 'user' | 'app';
  /** The app that asked. */
  readonly appId: string;
  /** The buyer, or the merchant's account. */
  readonly userId: string;
  /** `app`: the merchant's app. */
  readonly authAppId?: string;
  /** `user`: e.g. `auth_user`. */
  readonly scope: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What a code was exchanged for. */
export interface Token extends Omit<Grant, 'code'> {
  /** 40 characters. */
  readonly token: string;
  readonly refreshToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly refreshableUntil: number;
}

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600 * SECOND_MS;

/** An `auth_code` or `app_auth_code` serves within a day. */
export const CODE_LIFE_MS = DAY_MS;

export interface Lifetimes {
  /** In seconds, as answers say it. */
  readonly expiresIn: number;
  readonly reExpiresIn: number;
}

/** For how long tokens serve: `auth_user` half a month, the silent `auth_base` and an app's a year. */
export function lifetimesOf({ kind, scope }: Pick<Grant, 'kind' | 'scope'>): Lifetimes {
  if (kind === 'app') return { expiresIn: 31_536_000, reExpiresIn: 32_140_800 };
  if (isSilent(scope)) return { expiresIn: 31_536_000, reExpiresIn: 32_140_800 };
  return { expiresIn: 1_296_000, reExpiresIn: 2_592_000 };
}

/** `auth_base` tells who somebody is and nothing else, and asks for no consent. */
export function isSilent(scope: string): boolean {
  return scope === 'auth_base';
}

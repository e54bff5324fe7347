import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@till/alipay/time';
import type { App } from '../apps/app.ts';
import { GatewayRefusal } from '../gateway/refusal.ts';
import type { RecordIndex } from '../storage/record-index.ts';
import { put, type Records, remove } from '../storage/records.ts';
import { CODE_LIFE_MS, type Grant, isSilent, lifetimesOf, type Token } from './grant.ts';

/** Why a code or a refresh token is not exchanged. */
export type ExchangeRefusal = 'unknown' | 'expired' | 'other_app';
export type Exchange = { readonly ok: true; readonly token: Token } | { ok: false; refusal: ExchangeRefusal };

/** Who has allowed which app to do what. */
export class OAuthBook {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #byRefresh: RecordIndex<Token>;

  constructor(records: Records, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
    this.#byRefresh = records.indexBy('token', ({ refreshToken }) => [refreshToken]);
  }

  /** Somebody agrees; the answer is the code that goes back to the app. */
  grant(grant: Omit<Grant, 'code' | 'at'>): string {
    const code = randomBytes(16).toString('hex');
    this.#records.commit(put('grant', code, { ...grant, code, at: this.#clock.now() }));
    return code;
  }

  /** A code for a token, once. */
  exchange(kind: Grant['kind'], appId: string, code: string): Exchange {
    const grant = this.#records.get('grant', code);
    if (grant === undefined || grant.kind !== kind) return { ok: false, refusal: 'unknown' };
    if (grant.appId !== appId) return { ok: false, refusal: 'other_app' };
    if (grant.at + CODE_LIFE_MS <= this.#clock.now()) return { ok: false, refusal: 'expired' };
    const { code: _, ...granted } = grant;
    const token = this.#newToken(granted);
    this.#records.commit(remove('grant', code), put('token', token.token, token));
    return { ok: true, token };
  }

  /** A new token for an old one's refresh token; the old one ends. */
  refresh(kind: Grant['kind'], appId: string, refreshToken: string): Exchange {
    const old = [...this.#byRefresh.of(refreshToken)].find((one) => one.kind === kind);
    if (old === undefined) return { ok: false, refusal: 'unknown' };
    if (old.appId !== appId) return { ok: false, refusal: 'other_app' };
    if (old.refreshableUntil <= this.#clock.now()) return { ok: false, refusal: 'expired' };
    const token = this.#newToken(old);
    this.#records.commit(remove('token', old.token), put('token', token.token, token));
    return { ok: true, token };
  }

  /** A user's token that shows more than who he is. @throws {GatewayRefusal} 20001 */
  userToken(appId: string, text: string | undefined): Token {
    const token = this.#records.get('token', text ?? '');
    if (token === undefined || token.kind !== 'user' || token.appId !== appId || isSilent(token.scope)) {
      throw new GatewayRefusal('20001', 'aop.invalid-auth-token', '无效的访问令牌');
    }
    if (token.expiresAt > this.#clock.now()) return token;
    throw new GatewayRefusal('20001', 'aop.auth-token-time-out', '访问令牌已过期');
  }

  /** A merchant's token, whichever app it was given to. */
  appToken(text: string): Token | undefined {
    const token = this.#records.get('token', text);
    return token?.kind === 'app' ? token : undefined;
  }

  /** The account of the merchant for whom an app acts. @throws {GatewayRefusal} 20001 */
  merchantOf({ appId }: App, appAuthToken: string): string {
    const token = this.appToken(appAuthToken);
    if (token?.appId !== appId) throw new GatewayRefusal('20001', 'aop.invalid-app-auth-token', '无效的应用授权令牌');
    return token.userId;
  }

  #newToken({ kind, appId, userId, authAppId, scope }: Omit<Grant, 'code'>): Token {
    const at = this.#clock.now();
    const { expiresIn, reExpiresIn } = lifetimesOf({ kind, scope });
    return {
      kind,
      appId,
      userId,
      ...(authAppId === undefined ? {} : { authAppId }),
      scope,
      at,
      token: tokenText(kind, scope, at),
      refreshToken: tokenText(kind, scope, at),
      expiresAt: at + expiresIn * 1_000,
      refreshableUntil: at + reExpiresIn * 1_000,
    };
  }
}

/** 40 characters: `authusrB` or `authbseB`, or the month and `BB` for an app's, then hex digits, a letter, two digits. */
function tokenText(kind: Grant['kind'], scope: string, at: number): string {
  const month = new Date(at).toISOString().slice(0, 7).replace('-', '');
  const head = kind === 'app' ? `${month}BB` : isSilent(scope) ? 'authbseB' : 'authusrB';
  return `${head}${randomBytes(16).toString('hex').slice(0, 29)}X${(randomBytes(1).readUInt8() % 90) + 10}`;
}

/** Who a user is to one app: new apps get this in place of the user id. */
export function openIdOf(appId: string, userId: string): string {
  return `0${createHash('sha256').update(`${appId} ${userId}`).digest('base64url')}_yc`;
}

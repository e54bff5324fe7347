import type { App } from '../apps/app.ts';
import type { AppBook } from '../apps/app-book.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import { renderGatewayError, renderOutcome } from '../cashier/pages/index.ts';
import { localeOf, readFields } from '../cashier/request.ts';
import type { Locale } from '../cashier/view.ts';
import { type HttpReply, type HttpRequest, html, redirect } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { CertificationBook } from './certification.ts';
import { type Person, renderConsent } from './consent-page.ts';
import { isSilent } from './grant.ts';
import type { OAuthBook } from './oauth-book.ts';
import { oauthTexts } from './texts.ts';

interface Parts {
  readonly apps: AppBook;
  readonly buyers: BuyerBook;
  readonly oauth: OAuthBook;
  readonly certifications: CertificationBook;
}

/** Where people give apps leave to act or to know: `/oauth2/...` as at `openauth.alipay.com`, and the face check. */
export function oauthRoutes(parts: Parts): Route[] {
  const page = (path: string, show: Handler, decide: Handler): Route[] => [
    { method: 'GET', path, handle: (request) => show(parts, request) },
    { method: 'POST', path, handle: (request) => decide(parts, request) },
  ];
  return [
    ...page('/oauth2/publicAppAuthorize.htm', showUserConsent, decideUserConsent),
    ...page('/oauth2/appToAppAuth.htm', showAppConsent, decideAppConsent),
    ...page('/oauth2/appToAppBatchAuth.htm', showAppConsent, decideAppConsent),
    ...page('/certify/:certify_id', showCertification, decideCertification),
    { method: 'GET', path: '/avatar.svg', handle: () => AVATAR },
  ];
}

type Handler = (parts: Parts, request: HttpRequest) => HttpReply;

/** What both authorisation addresses carry. */
interface Asking {
  readonly app: App;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string | undefined;
}

const STATE_LENGTH_MAX = 100;

function readAsking({ apps }: Parts, { query }: HttpRequest): Asking | { error: string; reason: string } {
  const asked = new URLSearchParams(query);
  const app = apps.find(asked.get('app_id') ?? '');
  const redirectUri = asked.get('redirect_uri') ?? '';
  const state = asked.get('state') ?? undefined;
  if (app === undefined) return { error: 'invalid-app-id', reason: '无效的AppID参数' };
  if (!/^https?:\/\//i.test(redirectUri) || !URL.canParse(redirectUri)) {
    return { error: 'invalid-redirect-uri', reason: 'redirect_uri应为http或https绝对地址' };
  }
  if ((state?.length ?? 0) > STATE_LENGTH_MAX) return { error: 'invalid-state', reason: 'state不超过100个字符' };
  return { app, redirectUri, scope: asked.get('scope') ?? 'auth_base', state };
}

function showUserConsent(parts: Parts, request: HttpRequest): HttpReply {
  const asking = readAsking(parts, request);
  if ('error' in asking) return refused(asking);
  // `auth_base` asks nobody: the buyer who is logged in, which here is the first, is told of at once.
  if (isSilent(asking.scope)) return grantUser(parts, asking, parts.buyers.all()[0]?.id ?? '');
  const locale = localeOf(request);
  const say = oauthTexts[locale];
  const wanted = asking.scope.split(',').map((scope) => say.scopes[scope] ?? `${say.otherScope} (${scope})`);
  return html(
    renderConsent({
      ...consentBasics(request, locale, asking.app),
      title: say.userTitle,
      rows: [
        [say.asks, wanted.join(' / ')],
        ['scope', asking.scope],
      ],
      whoTitle: say.chooseUser,
      people: parts.buyers.all().map((buyer) => ({
        id: buyer.id,
        name: locale === 'zh' ? buyer.name : buyer.nameEn,
        detail: buyer.logonId,
      })),
    }),
  );
}

function decideUserConsent(parts: Parts, request: HttpRequest): HttpReply {
  const asking = readAsking(parts, request);
  if ('error' in asking) return refused(asking);
  const { decision, person = parts.buyers.all()[0]?.id ?? '' } = readFields(request);
  if (decision === 'no') return back(asking, { source: 'alipay_wallet', error_scope: asking.scope });
  if (parts.buyers.find(person) === undefined) return refused({ error: 'invalid-user', reason: '用户不存在' });
  return grantUser(parts, asking, person);
}

function grantUser({ oauth }: Parts, asking: Asking, userId: string): HttpReply {
  const { app, scope } = asking;
  const code = oauth.grant({ kind: 'user', appId: app.appId, userId, scope });
  return back(asking, { source: 'alipay_wallet', userOutputs: scope, scope, alipay_token: '', auth_code: code });
}

function showAppConsent(parts: Parts, request: HttpRequest): HttpReply {
  const asking = readAsking(parts, request);
  if ('error' in asking) return refused(asking);
  const locale = localeOf(request);
  const say = oauthTexts[locale];
  return html(
    renderConsent({
      ...consentBasics(request, locale, asking.app),
      title: say.appTitle,
      rows: [[say.asks, say.appRights]],
      whoTitle: say.chooseMerchant,
      people: merchants(parts, asking.app),
    }),
  );
}

/** Any registered app can give leave, the asking one last: a lone ISV can still try it out. */
function merchants({ apps }: Parts, isv: App): Person[] {
  const others = apps.all().filter(({ appId }) => appId !== isv.appId);
  return [...others, isv].map(({ appId, name, sellerId }) => ({ id: appId, name, detail: `${appId} · ${sellerId}` }));
}

function decideAppConsent(parts: Parts, request: HttpRequest): HttpReply {
  const asking = readAsking(parts, request);
  if ('error' in asking) return refused(asking);
  const { decision, person = merchants(parts, asking.app)[0]?.id ?? '' } = readFields(request);
  if (decision === 'no') return back(asking, { source: 'alipay_app_auth', error_scope: 'app_auth' });
  const merchant = parts.apps.find(person);
  if (merchant === undefined) return refused({ error: 'invalid-app-id', reason: '商家应用不存在' });
  const code = parts.oauth.grant({
    kind: 'app',
    appId: asking.app.appId,
    userId: merchant.sellerId,
    authAppId: merchant.appId,
    scope: 'app_auth',
  });
  return back(asking, { source: 'alipay_app_auth', app_auth_code: code });
}

function showCertification(parts: Parts, request: HttpRequest): HttpReply {
  const certification = parts.certifications.find(request.params.certify_id ?? '');
  const locale = localeOf(request);
  if (certification === undefined) return html(renderOutcome({ locale, kind: 'not_found' }), 404);
  const app = parts.apps.find(certification.appId);
  if (parts.certifications.isExpired(certification) || app === undefined) {
    return html(renderOutcome({ locale, kind: 'expired' }));
  }
  const say = oauthTexts[locale];
  return html(
    renderConsent({
      ...consentBasics(request, locale, app),
      brand: say.certifyBrand,
      title: say.certifyTitle,
      rows: [
        [say.person, certification.certName],
        [say.certificate, `${certification.certNo.slice(0, 4)}**********${certification.certNo.slice(-4)}`],
      ],
      whoTitle: '',
      people: [],
      agree: say.pass,
      refuse: say.fail,
    }),
  );
}

function decideCertification({ certifications }: Parts, request: HttpRequest): HttpReply {
  const certification = certifications.find(request.params.certify_id ?? '');
  if (certification === undefined) return html(renderOutcome({ locale: localeOf(request), kind: 'not_found' }), 404);
  certifications.decide(certification, readFields(request).decision === 'no' ? 'failed' : 'passed');
  return redirect(certification.returnUrl, 302);
}

function consentBasics(request: HttpRequest, locale: Locale, { name, appId }: App) {
  const query = new URLSearchParams(request.query);
  query.delete('lang');
  const say = oauthTexts[locale];
  return {
    locale,
    asker: `${say.app}: ${name} (${appId})`,
    brand: say.brand,
    agree: say.agree,
    refuse: say.refuse,
    query: String(query),
  };
}

/** The browser goes back with the answer; what the address carried already stays. */
function back({ redirectUri, app, state }: Asking, fields: Readonly<Record<string, string>>): HttpReply {
  const url = new URL(redirectUri);
  const all = { app_id: app.appId, ...fields, ...(state === undefined ? {} : { state }) };
  for (const [name, value] of Object.entries(all)) url.searchParams.append(name, value);
  return redirect(url.href, 302);
}

function refused({ error, reason }: { error: string; reason: string }): HttpReply {
  const page = renderGatewayError({ code: error, reason });
  return html(page.replace('<meta charset="GBK">', '<meta charset="utf-8">'));
}

const AVATAR: HttpReply = {
  status: 200,
  headers: { 'content-type': 'image/svg+xml' },
  body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="32" fill="#e8f2ff"/><circle cx="32" cy="25" r="11" fill="#1677ff"/><path d="M12 55a20 18 0 0 1 40 0" fill="#1677ff"/></svg>',
};

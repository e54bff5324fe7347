import type { AppBook } from '../apps/app-book.ts';
import type { BuyerBook } from '../buyers/buyer-book.ts';
import { type HttpReply, type HttpRequest, html, json, redirect, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import { buyerView } from './cashier-view.ts';
import type { Confirmation, Confirmations, Question } from './confirmation.ts';
import { renderConfirmation } from './pages/confirmation.ts';
import { renderOutcome } from './pages/index.ts';
import { textForBuyer } from './refusal-texts.ts';
import { isForScript, localeOf, readFields } from './request.ts';

interface Parts {
  readonly confirmations: Confirmations;
  readonly apps: AppBook;
  readonly buyers: BuyerBook;
  readonly address: () => string;
}

/** The pages on which refunds, freezes, transfers and agreements are confirmed. */
export function confirmationRoutes(parts: Parts): Route[] {
  return [
    { method: 'GET', path: '/confirm/:token', handle: (request) => show(parts, request) },
    { method: 'POST', path: '/confirm/:token/yes', handle: (request) => confirm(parts, request) },
    { method: 'GET', path: '/confirm/:token/cancelled', handle: (request) => showCancelled(parts, request) },
  ];
}

function show(parts: Parts, request: HttpRequest): HttpReply {
  const locale = localeOf(request);
  const found = parts.confirmations.find(request.params.token ?? '');
  if (found === undefined) return html(renderOutcome({ locale, kind: 'not_found' }), 404);
  const { confirmation, question } = found;
  const title = question.title[locale];
  if (question.state !== 'open') {
    const kind = question.state === 'done' ? 'confirmed' : 'closed';
    return html(renderOutcome({ locale, kind, title, ...amountOf(question) }));
  }
  const refusal = new URLSearchParams(request.query).get('refused');
  return html(
    renderConfirmation({
      locale,
      token: confirmation.token,
      title,
      sellerName: parts.apps.find(confirmation.appId)?.name ?? confirmation.appId,
      rows: question.rows.map(([label, value]) => [label[locale], value] as const),
      totalAmount: question.amount ?? '0.00',
      hasAmount: question.amount !== undefined,
      buyers: question.asksWho ? parts.buyers.all().map(buyerView) : [],
      ...(refusal === null ? {} : { error: textForBuyer(refusal)[locale] }),
    }),
  );
}

function confirm(parts: Parts, request: HttpRequest): HttpReply {
  const { confirmation } = findOrFail(parts, request);
  const answered = parts.confirmations.confirm(confirmation, readPayer(request));
  const own = `${parts.address()}/confirm/${confirmation.token}`;
  if (!answered.ok) {
    const { zh, en } = textForBuyer(answered.refusal);
    if (isForScript(request)) {
      return json({ status: 'refused', code: answered.refusal, message: zh, message_en: en });
    }
    return redirect(`${own}?refused=${answered.refusal}`, 303);
  }
  const continueUrl = parts.confirmations.returnUrl(confirmation, answered.fields) ?? own;
  return isForScript(request) ? json({ status: 'confirmed', continue_url: continueUrl }) : redirect(continueUrl, 303);
}

function readPayer(request: HttpRequest) {
  const fields = readFields(request);
  const buyerId = fields.buyer_id ?? '';
  const channel = fields.channel ?? fields[`channel-${buyerId}`];
  return {
    buyerId,
    ...(channel === undefined ? {} : { channel }),
    ...(fields.password === undefined ? {} : { password: fields.password }),
  };
}

function showCancelled(parts: Parts, request: HttpRequest): HttpReply {
  const { question } = findOrFail(parts, request);
  const locale = localeOf(request);
  const view = { locale, kind: 'cancelled', title: question.title[locale], ...amountOf(question) } as const;
  return html(renderOutcome({ ...view, continueUrl: `${parts.address()}/confirm/${request.params.token}` }));
}

function findOrFail(
  { confirmations }: Parts,
  { params }: HttpRequest,
): { confirmation: Confirmation; question: Question } {
  const found = confirmations.find(params.token ?? '');
  if (found !== undefined) return found;
  throw new SandboxError(404, 'not_found', 'There is no such page. It may have been forgotten by a reset.');
}

function amountOf({ amount }: Question): { totalAmount?: string } {
  return amount === undefined ? {} : { totalAmount: amount };
}

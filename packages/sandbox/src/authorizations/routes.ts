import { Input } from '../control/input.ts';
import { type HttpReply, type HttpRequest, json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import type { AuthorizationBook } from './authorization-book.ts';

interface Parts {
  readonly authorizations: AuthorizationBook;
}

/** `POST /_sandbox/authorizations/:auth_no/confirm`: the buyer agrees to a freeze, as on the page or the phone. */
export function authorizationRoutes(parts: Parts): Route[] {
  const path = '/_sandbox/authorizations/:auth_no/confirm';
  return [{ method: 'POST', path, handle: (request) => confirm(parts, request) }];
}

function confirm({ authorizations }: Parts, request: HttpRequest): HttpReply {
  const input = Input.body(request, ['buyer_id', 'password']);
  const authNo = request.params.auth_no ?? '';
  const authorization = authorizations.get(authNo);
  if (authorization === undefined) {
    throw new SandboxError(404, 'authorization_not_found', `There is no authorisation ${authNo}.`);
  }
  const password = input.text('password');
  const buyerId = input.text('buyer_id') ?? authorization.payer?.buyerId ?? '';
  const confirmed = authorizations.confirm(authNo, { buyerId, ...(password === undefined ? {} : { password }) });
  if (confirmed.ok) return json(confirmed.fields);
  const { refusal } = confirmed;
  throw new SandboxError(409, refusal.toLowerCase(), `Authorisation ${authNo} was not confirmed: ${refusal}.`);
}

import type { FastifyRequest } from 'fastify';
import { findApiKey } from '../access/api-keys.ts';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';

/** The caller may not do this. Answered with the HTTP status, in the envelope. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
  readonly statusCode: 401 | 403;

  constructor(statusCode: 401 | 403, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

const MISSING = `Send the app's API key as the header "Authorization: Bearer till_...".`;

/**
 * The app that the path names, if the request's bearer token is a key of that app.
 * @throws {AccessError} 401 without a valid token, 403 with a token of another app.
 */
export async function authorize(context: Context, request: FastifyRequest): Promise<Merchant> {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new AccessError(401, `The bearer token is missing. ${MISSING}`);
  const key = await findApiKey(context.database, token, context.clock.now());
  if (key === undefined) throw new AccessError(401, `The bearer token is not valid: unknown or revoked. ${MISSING}`);
  const { appId } = request.params as { appId: string };
  if (key.appId.toString() !== appId) throw new AccessError(403, `This token is not for app ${appId}.`);
  const merchant = await context.apps.merchant(key.appId);
  if (merchant === undefined) throw new AccessError(403, `There is no app ${appId}.`);
  return merchant;
}

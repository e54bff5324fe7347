import { checkHandlers, type NotificationHandlers } from './notification-handlers.ts';
import { type NotificationVerifier, receiveNotification } from './receive-notification.ts';

/**
 * Answers Alipay's request with `success` once its message has been handled, or with `failure`.
 *
 * On web-standard requests and responses: Hono, Next.js, Deno, Bun, Workers. Elsewhere give the raw body to
 * {@link receiveNotification} and send the receipt's `answer`.
 * @throws {AlipayConfigError} if the handlers cannot work; never because of the request.
 */
export async function handleNotification(
  verifier: NotificationVerifier,
  request: Request,
  handlers: NotificationHandlers,
): Promise<Response> {
  if (request.method !== 'POST') return answer('failure', 405, { allow: 'POST' });
  if (request.bodyUsed) {
    throw new TypeError("The request's body has been read already. Handle the notification before anything reads it.");
  }
  const receipt = await receiveNotification(verifier, request.body ?? '', handlers);
  return answer(receipt.answer, receipt.status);
}

/**
 * {@link handleNotification} as the handler of a route.
 * @throws {AlipayConfigError} if the handlers cannot work.
 */
export function notificationRoute(
  verifier: NotificationVerifier,
  handlers: NotificationHandlers,
): (request: Request) => Promise<Response> {
  checkHandlers(handlers);
  return (request) => handleNotification(verifier, request, handlers);
}

function answer(text: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain', ...headers } });
}

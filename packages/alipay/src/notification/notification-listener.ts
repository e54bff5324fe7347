import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkHandlers, type NotificationHandlers } from './notification-handlers.ts';
import { type NotificationVerifier, receiveNotification } from './receive-notification.ts';

/** Takes a request of Node's own server and answers it; it never throws. Express takes it as a route's handler. */
export type NotificationListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * As {@link handleNotification}, for Node's own requests and responses: `node:http`, Express, Connect.
 * @throws {AlipayConfigError} if the handlers cannot work.
 */
export function notificationListener(
  verifier: NotificationVerifier,
  handlers: NotificationHandlers,
): NotificationListener {
  checkHandlers(handlers);
  return async (request, response) => {
    if (request.method !== 'POST') return send(response.setHeader('allow', 'POST'), 405, 'failure');
    const { answer, status } = await receiveNotification(verifier, request, handlers);
    send(response, status, answer);
  };
}

/** Not by `writeHead`, which would leave out the length: the word is to be plain for the plainest reader. */
function send(response: ServerResponse, status: number, text: string): void {
  response.setHeader('content-type', 'text/plain');
  response.statusCode = status;
  response.end(text);
}

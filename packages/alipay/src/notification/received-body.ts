import { AlipayNotificationError, messageOf } from '../errors/index.ts';
import { BODY_BYTES_MAX } from './verify-notification.ts';

/** A request's body as received: text, bytes, or a stream of bytes that nobody has read (a request of Node's, too). */
export type ReceivedBody = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Reads a body that is still to come, no further than any message of Alipay's is long.
 * @throws {AlipayNotificationError} for a body that is not Alipay's; {TypeError} for one that is gone already.
 */
export async function readBody(body: ReceivedBody): Promise<string | Uint8Array> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
  if (wasRead(body)) {
    throw new TypeError(
      "The request's body has been read already, most likely by a body parser. The signature is over the body as " +
        "received: put the notification's route before every body parser, or give the raw body.",
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > BODY_BYTES_MAX) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new AlipayNotificationError('malformed', `The body broke off while it was received (${messageOf(error)}).`);
  }
  if (length > BODY_BYTES_MAX) {
    throw new AlipayNotificationError('malformed', `The body has more than ${BODY_BYTES_MAX} bytes.`);
  }
  return Buffer.concat(chunks);
}

/** Node's streams tell whether anybody has read from them. */
function wasRead(body: AsyncIterable<Uint8Array>): boolean {
  return 'readableDidRead' in body && body.readableDidRead === true;
}

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessError } from '../alipay-api/bearer.ts';
import { envelopeOf, failure } from '../alipay-api/envelope.ts';

/** What clients can do about errors that Fastify itself reports. */
const ADVICE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send JSON, with the header "Content-Type: application/json".',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty: send a JSON object.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large.',
};

/** Every error leaves as an envelope: expected ones with HTTP 200, the rest with their HTTP status. */
export function answerError(error: FastifyError | AccessError, request: FastifyRequest, reply: FastifyReply) {
  const expected = envelopeOf(error);
  if (expected !== undefined) {
    if (expected.code >= 500) request.log.warn({ err: error }, 'Alipay gave no usable answer');
    return reply.code(200).send(expected);
  }
  if ('validation' in error && error.validation !== undefined) return reply.code(200).send(failure(400, error.message));
  const status = error.statusCode ?? 500;
  if (status < 500) {
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).send(failure(status, ('code' in error && ADVICE[error.code]) || error.message));
  }
  request.log.error({ err: error }, 'request failed');
  return reply
    .code(500)
    .send(failure(500, `Something went wrong here; the log tells more under request ${request.id}.`));
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.split('?', 1)[0];
  return reply
    .code(404)
    .send(failure(404, `There is no ${request.method} ${path}. The API is described at /swagger/index.html.`));
}

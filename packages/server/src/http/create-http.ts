import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import { answerError, answerNotFound } from './errors.ts';
import { rewriteSwaggerIndex } from './swagger.ts';
import { validationMessage } from './validation-message.ts';

const BODY_MAX_BYTES = 256 * 1024;
/** What must never reach a log. */
const SECRET_PATHS = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.privateKey',
  '*.private_key',
  '*.alipayPublicKey',
  '*.masterKey',
  '*.password',
  '*.sign',
];

export interface HttpOptions {
  readonly logLevel: string;
  /** Requests a minute from one address. */
  readonly rateLimitMax: number;
}

/** A Fastify with the house's rules: limits, logs, headers, errors. Routes come later. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const http = Fastify({
    logger: { level: options.logLevel, redact: { paths: SECRET_PATHS, censor: '[redacted]' } },
    bodyLimit: BODY_MAX_BYTES,
    // Open connections that carry no request must not hold up a stop.
    forceCloseConnections: 'idle',
    rewriteUrl: (request) => rewriteSwaggerIndex(request.url ?? '/'),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, verbose: true, strict: false } },
    schemaErrorFormatter: validationMessage,
  });
  http.setErrorHandler(answerError);
  http.setNotFoundHandler(answerNotFound);
  await http.register(helmet, {
    // Answers are data. A page sets its own policy in place of this one.
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // Whether there is TLS is up to what stands before us.
    strictTransportSecurity: false,
  });
  await http.register(rateLimit, {
    max: options.rateLimitMax,
    timeWindow: 60_000,
    errorResponseBuilder: (_, { after }) =>
      Object.assign(new Error(`Too many requests from this address. Try again in ${after}.`), { statusCode: 429 }),
  });
  return http;
}

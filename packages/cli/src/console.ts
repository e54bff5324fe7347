import fastifyStatic from '@fastify/static';
import { consoleFolder } from '@till/console';
import type { FastifyInstance } from 'fastify';

/** What the console may point its visitor to, where it exists. */
export interface ConsoleLinks {
  /** The demo shop's path on this server. */
  readonly demo?: string;
  /** The sandbox's address. */
  readonly sandbox?: string;
}

/** The console loads nothing from elsewhere and is never framed. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the console at `/console/`; without the slash it is a redirect, so that the page's own links hold. */
export async function mountConsole(http: FastifyInstance, links: ConsoleLinks): Promise<void> {
  await http.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    });
    scope.get('/console/links.json', { schema: { hide: true } }, () => ({
      demo: links.demo,
      sandbox: links.sandbox,
    }));
    await scope.register(fastifyStatic, {
      root: consoleFolder,
      prefix: '/console',
      redirect: true,
      decorateReply: false,
      maxAge: 0,
    });
  });
}

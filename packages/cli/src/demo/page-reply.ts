import type { FastifyReply } from 'fastify';
import { script, scriptSource } from './script.ts';

const OWN_SCRIPT = scriptSource(script);

/** Sends one of the shop's pages under a policy that allows what it needs and no more. */
export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return send(reply, page, OWN_SCRIPT, "'self'");
}

/**
 * Sends the page that carries Till's form to the cashier. Its script and its target are Till's, so exactly the form's
 * own scripts may run, and it may post anywhere: browsers hold redirects after a post to the same rule.
 */
export function sendHandover(reply: FastifyReply, page: string, form: string): FastifyReply {
  const scripts = Array.from(form.matchAll(/<script>(.*?)<\/script>/gs), ([, text = '']) => scriptSource(text));
  return send(reply, page, [OWN_SCRIPT, ...scripts].join(' '), 'http: https:');
}

function send(reply: FastifyReply, page: string, scripts: string, formAction: string): FastifyReply {
  const rules = [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "connect-src 'self'",
    `form-action ${formAction}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .header('content-security-policy', rules.join('; '))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page);
}

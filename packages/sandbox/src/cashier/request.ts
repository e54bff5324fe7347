import { type HttpRequest, SandboxError } from '../http/message.ts';
import type { Locale } from './view.ts';

/** The language a page is shown in: `?lang=`, else the browser's first choice, else Chinese. */
export function localeOf(request: HttpRequest): Locale {
  const asked = new URLSearchParams(request.query).get('lang') ?? request.headers['accept-language'] ?? '';
  return /^\s*en\b/i.test(asked) ? 'en' : 'zh';
}

/** Whether a page's script asks, not a browser that posts a plain form. */
export function isForScript({ headers }: HttpRequest): boolean {
  const accepted = headers.accept ?? '';
  return accepted.includes('application/json') || !accepted.includes('text/html');
}

/** The text fields of a form or JSON body. */
export function readFields({ headers, body }: HttpRequest): Readonly<Record<string, string | undefined>> {
  const text = body.toString('utf8');
  if (!(headers['content-type'] ?? '').includes('json')) return Object.fromEntries(new URLSearchParams(text));
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) throw badJson();
  return Object.fromEntries(Object.entries(value).filter((entry) => typeof entry[1] === 'string'));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw badJson();
  }
}

function badJson(): SandboxError {
  return new SandboxError(400, 'bad_json', 'The body is not a JSON object, such as {"buyer_id": "2088..."}.');
}

import { renderDocument } from '../cashier/pages/document.ts';
import { html } from '../cashier/pages/html.ts';
import { isForScript, localeOf } from '../cashier/request.ts';
import { type HttpReply, type HttpRequest, html as htmlReply, SandboxError } from '../http/message.ts';
import { linkTo, type Say } from './view.ts';

/**
 * What a person sees who came to an address that refuses or is none. Programs get JSON, so the error is thrown on; so
 * does whoever gives a call of the control plane something wrong, for its answers are JSON.
 */
export function errorPage(request: HttpRequest, error: unknown): HttpReply {
  if (!(error instanceof SandboxError) || error.code === 'bad_input' || isForScript(request)) throw error;
  const locale = localeOf(request);
  const say: Say = (zh, en) => (locale === 'zh' ? zh : en);
  const { status, code, message } = error;
  const title = titleOf(status, say);
  const content = html`<section class="card outcome" data-testid="error-page">
<h1>${title}</h1>
<p lang="en">${message}</p>
<p>HTTP ${status} · ${code}</p>
<a class="continue" href="${linkTo({ locale }, 'apps')}">${say('打开沙箱控制台', 'Open the sandbox console')}</a>
</section>`;
  const query = new URLSearchParams(request.query);
  query.delete('lang');
  const kept = query.size === 0 ? {} : { query: `${query}` };
  return htmlReply(renderDocument({ locale, title, brand: say('沙箱', 'Sandbox'), content, ...kept }), status);
}

function titleOf(status: number, say: Say): string {
  if (status === 404) return say('这里什么也没有', 'There is nothing here');
  if (status === 403) return say('不能这样访问', 'Not open from there');
  return say('请求没有被接受', 'This request was refused');
}

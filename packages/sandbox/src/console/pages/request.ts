import { type Html, html } from '../../cashier/pages/html.ts';
import type { RequestDetail } from '../../request-log/request-fields.ts';
import { requestDetail } from '../../request-log/request-fields.ts';
import { type ConsoleContext, linkTo } from '../view.ts';
import { copyButton, missing, time } from './parts.ts';
import { verdict } from './requests.ts';
import { diagnosisCard } from './signature.ts';

/** One request: why it was refused, what its signature covers, and every byte of it. */
export function requestPage(context: ConsoleContext, id: string): Html {
  const { say, requests, now } = context;
  const exchange = requests.find(Number(id));
  const back = html`<a class="back" href="${linkTo(context, 'requests')}">← ${say('所有请求', 'All requests')}</a>`;
  if (exchange === undefined) {
    return html`${back}${missing(say('这个请求已不在内存里', 'This request is no longer in memory'))}`;
  }
  const request = requestDetail(exchange);
  const { method, verb, address, at, duration_ms, status, trade_no, sub_msg, diagnosis } = request;
  return html`${back}
<div class="head"><div><h1 class="mono">${method ?? address}</h1>
<p>${verb} ${address} · ${time(at, now)} · HTTP ${status ?? '—'} · ${duration_ms.toFixed(1)} ms</p></div>
<div class="tools">${verdict(context, request)}${trade_no !== undefined && context.tradeOf(trade_no) !== undefined && html`<a href="${linkTo(context, 'trades', { id: trade_no })}">${say('看交易', 'The trade')}</a>`}</div></div>
<div class="stack">
${diagnosis !== undefined && diagnosisCard(context, request, diagnosis)}
${diagnosis === undefined && sub_msg !== undefined && html`<section class="card alarm"><h2><span>sub_msg</span></h2><p class="cause">${sub_msg}</p></section>`}
${request.string_to_sign !== undefined && stringToSign(context, request, request.string_to_sign)}
${Object.keys(request.parameters).length > 0 && parameters(context, request)}
<div class="two">${message(say('请求', 'Request'), 'request', request.request)}${message(say('应答', 'Response'), 'response', request.response)}</div>
</div>`;
}

function stringToSign(context: ConsoleContext, { direction, protocol, sign_type }: RequestDetail, text: string): Html {
  const { say } = context;
  const rule =
    direction === 'out'
      ? say(
          '去掉sign和sign_type，按参数名排序，用&连接：您的程序应对这段文字验签。',
          'Without sign and sign_type, sorted by name, joined by &: what your program should verify.',
        )
      : protocol === 'v3'
        ? say('每行以换行结尾，包括最后一行。', 'Every line ends with a line feed, the last one too.')
        : say(
            '去掉sign，按参数名排序，用&连接，空值不参与，值不做URL编码。',
            'Without sign, sorted by name, joined by &; empty values left out, values not URL-encoded.',
          );
  return html`<section class="card"><h2><span>${say('待签名字符串', 'String to sign')}</span>${sign_type !== undefined && html`<span class="tag plain">${sign_type}</span>`}${copyButton(context, text)}</h2>
<pre class="signed" tabindex="0" data-testid="string-to-sign">${protocol === 'v3' ? text : coloured(text)}</pre><p class="hint">${rule}</p></section>`;
}

/** The names stand out; the text itself stays as it is, so that it can be selected and compared. */
function coloured(text: string): Html[] {
  return text.split(/(?:^|(?<=&))(?=[\w.-]+=)/).map((pair) => {
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    const isLinked = value.endsWith('&');
    return html`<i>${pair.slice(0, at)}</i>=${isLinked ? value.slice(0, -1) : value}${isLinked && html`<u>&amp;</u><wbr>`}`;
  });
}

function parameters({ say }: ConsoleContext, { parameters: fields }: RequestDetail): Html {
  const rows = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return html`<section class="card"><details data-key="parameters"><summary>${say(`${rows.length} 个参数`, `${rows.length} parameters`)}</summary><dl class="facts">${rows.map(
    ([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`,
  )}</dl></details></section>`;
}

function message(title: string, key: string, sent: RequestDetail['response']): Html {
  if (sent === null) return html`<section class="card"><h2><span>${title}</span></h2><p class="hint">—</p></section>`;
  const headers = Object.entries(sent.headers).map(([name, value]) => `${name}: ${value}`);
  return html`<section class="card"><h2><span>${title}</span></h2>
<details data-key="${key}-headers"><summary>headers</summary><pre tabindex="0">${headers.join('\n')}</pre></details>
<pre tabindex="0">${sent.body === '' ? '—' : sent.body}</pre></section>`;
}

import { type Html, html } from '../../cashier/pages/html.ts';
import type { RequestDetail } from '../../request-log/request-fields.ts';
import type { Difference, SignatureDiagnosis } from '../../signing/diagnosis.ts';
import { type ConsoleContext, linkTo } from '../view.ts';
import { copyButton } from './parts.ts';

const BEFORE = 36;

/** Why a signature did not fit: the cause, the first difference, and a place to compare one's own text. */
export function diagnosisCard(context: ConsoleContext, request: RequestDetail, diagnosis: SignatureDiagnosis): Html {
  const { say } = context;
  const { zh, en, signed, difference } = diagnosis;
  return html`<section class="card alarm" data-testid="diagnosis"><h2><span>${say('验签失败', 'The signature does not fit')}</span></h2>
<p class="cause">${say(zh, sentence(en))}</p>
${difference !== undefined && signed !== undefined && parting(context, diagnosis.expected, signed, difference)}
${signed === undefined && diagnosis.kind === 'text' && comparison(context, request, diagnosis)}
${diagnosis.kind === 'key' && request.app_id !== undefined && anotherKey(context, request.app_id)}
</section>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The commonest cause, mended on the spot: the registered key is replaced by the one that belongs to the signer. */
function anotherKey(context: ConsoleContext, appId: string): Html {
  const { say } = context;
  const registered = html`<a href="${linkTo(context, 'apps')}#app-${appId}">${say('已登记的', 'the registered one')}</a>`;
  return html`<form data-call="POST /_sandbox/apps" data-done="${say('已登记，请再发一次请求', 'Registered: send the request again')}" data-testid="another-key">
<input type="hidden" name="app_id" value="${appId}">
<label style="margin-top:14px">${say('把由您的私钥导出的应用公钥贴到这里，取代', 'Paste the public key that belongs to your private key, in place of ')}${registered}
<textarea name="public_key" required spellcheck="false" placeholder="MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…"></textarea></label>
<p class="hint"><code>openssl rsa -in app-private-key.pem -pubout</code></p>
<p class="actions"><button class="primary">${say('登记这个公钥', 'Register this key')}</button></p></form>`;
}

function parting(context: ConsoleContext, expected: string, signed: string, { at, parameter }: Difference): Html {
  const { say } = context;
  return html`<p class="hint">${say(`第 ${at + 1} 个字符起不同`, `They part at character ${at + 1}`)}${parameter !== undefined && html` · <code>${parameter}</code>`}</p>
<dl class="compare" data-testid="difference">
<dt>${say('网关验证的', 'Gateway verified')}</dt><dd class="ours">${excerpt(context, expected, at)}</dd>
<dt>${say('您签名的', 'You signed')}</dt><dd class="theirs">${excerpt(context, signed, at)}</dd>
</dl><p class="actions">${copyButton(context, signed, say('复制您签名的文字', 'Copy what you signed'))}</p>`;
}

/** The text around a place, the character there marked. */
function excerpt({ say }: ConsoleContext, text: string, at: number): Html {
  const characters = [...text];
  const before = characters.slice(Math.max(0, at - BEFORE), at).join('');
  const here = characters[at];
  const shown = { ' ': '␣', '\n': '⏎', '\r': '␍' }[here ?? ''] ?? here ?? say('（到此为止）', '(ends here)');
  return html`${at > BEFORE && '…'}${before}<mark>${shown}</mark>${characters.slice(at + 1, at + 1 + BEFORE).join('')}`;
}

/** Nobody but the client knows what it signed: it may paste that here. */
function comparison({ say }: ConsoleContext, request: RequestDetail, { expected, digest }: SignatureDiagnosis): Html {
  const isUtf8 = /^utf-?8$/i.test(request.parameters.charset ?? 'utf-8') && request.sign_type === 'RSA2';
  return html`<label style="margin-top:14px">${say('把您的程序实际签名的文字粘贴到这里，立即看到第一个不同的字符', 'Paste the text that your program signed, and see the first character that differs')}
<textarea spellcheck="false" data-testid="compare" data-expected="${expected}" data-digest="${isUtf8 && digest}"></textarea></label>
<div id="comparison" data-testid="comparison" hidden>
<p class="hint" data-same hidden>${say('两段文字相同：差别在编码，或者这不是被签名的那一段。', 'The texts are the same: the difference lies in the encoding, or this is not the text that was signed.')}</p>
<div data-differs><p class="hint">${say('第', 'They part at character ')} <b data-at></b> ${say('个字符起不同', '')}</p>
<dl class="compare"><dt>${say('网关验证的', 'Gateway verified')}</dt><dd class="ours" data-end="${say('（到此为止）', '(ends here)')}"></dd>
<dt>${say('您粘贴的', 'You pasted')}</dt><dd class="theirs" data-end="${say('（到此为止）', '(ends here)')}"></dd></dl></div>
<p class="hint" data-other-text hidden>${say('注意：签名并不是对这段文字做的（SHA-256不同），请粘贴传给签名函数的那一段。', 'Note: the signature was not made over this text (its SHA-256 differs). Paste what goes into the signing function.')}</p>
</div>`;
}

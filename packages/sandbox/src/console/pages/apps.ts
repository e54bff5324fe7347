import { type Html, html } from '../../cashier/pages/html.ts';
import { SETTINGS } from '../../control/setting-readers.ts';
import type { ConsoleContext } from '../view.ts';
import { callButton, chip, copyButton } from './parts.ts';

type App = ReturnType<ConsoleContext['control']['apps']>[number];

/** The gateway's address, the registered apps with their keys, and a form for one more. */
export function appsPage(context: ConsoleContext): Html {
  const { say, control } = context;
  const apps = control.apps();
  return html`<div class="stack">
<div class="head"><div><h1>${say('应用与密钥', 'Apps and keys')}</h1>
<p>${say('把官方SDK的网关改为下面的地址，支付宝公钥改为应用对应的那一个，其余代码不用动。', 'Point any official SDK at this gateway, with the Alipay public key of the app below. Nothing else changes.')}</p></div></div>
${gateway(context)}
${apps.map((app) => appCard(context, app))}
${apps.length === 0 && html`<div class="card blank"><p>${say('还没有应用', 'No app yet')}</p><p class="hint">${say('在下面登记一个，或从测试里登记。', 'Register one below, or from a test.')}</p></div>`}
${registration(context)}
</div>`;
}

function gateway(context: ConsoleContext): Html {
  const { address, say } = context;
  const url = `${address}/gateway.do`;
  return html`<section class="card"><div class="gate">
<p class="gate"><span class="quiet">${say('网关', 'Gateway')} v2</span><code data-testid="gateway">${url}</code>${copyButton(context, url)}</p>
<p class="gate"><span class="quiet">v3</span><code>${address}</code>${copyButton(context, address)}</p>
</div></section>`;
}

function appCard(context: ConsoleContext, app: App): Html {
  const { say, control } = context;
  const { paid_count, paid_amount, refund_amount } = control.summary(app.app_id);
  const settings = SETTINGS.flatMap((name) =>
    app[name] === undefined ? [] : [[name, [app[name]].flat().join(', ')] as const],
  );
  return html`<section class="card" id="app-${app.app_id}" data-testid="app-${app.app_id}">
<h2><span>${app.name}</span>${chip(app.sign_mode === 'cert' ? say('证书模式', 'certificates') : say('密钥模式', 'keys'), 'plain')}${app.encrypt_key !== undefined && chip('AES', 'plain')}</h2>
<dl class="facts">
<dt>app_id</dt><dd><code>${app.app_id}</code>${copyButton(context, app.app_id)}</dd>
<dt>seller_id</dt><dd><code>${app.seller_id}</code></dd>
<dt>${say('账目', 'Books')}</dt><dd>${say(`已付 ${paid_count} 笔 ¥${paid_amount}，已退 ¥${refund_amount}`, `${paid_count} paid, ¥${paid_amount}; refunded ¥${refund_amount}`)}</dd>
${app.gateway_url !== undefined && html`<dt>${say('应用网关', 'App gateway')}</dt><dd><code>${app.gateway_url}</code></dd>`}
${settings.map(([name, value]) => html`<dt><code>${name}</code></dt><dd><code>${value}</code></dd>`)}
</dl>
<details data-key="keys-${app.app_id}"><summary>${say('密钥与证书', 'Keys and certificates')}</summary><div class="stack">
${key(context, say('支付宝公钥（填进SDK）', 'Alipay public key (goes into the SDK)'), app.alipay_public_key)}
${key(context, say('应用公钥（已登记）', 'App public key (as registered)'), app.public_key)}
${app.app_cert !== undefined && key(context, 'appCertPublicKey.crt', app.app_cert)}
${app.alipay_cert !== undefined && key(context, 'alipayCertPublicKey_RSA2.crt', app.alipay_cert)}
${app.alipay_root_cert !== undefined && key(context, 'alipayRootCert.crt', app.alipay_root_cert)}
${app.encrypt_key !== undefined && key(context, say('AES密钥', 'AES key'), app.encrypt_key)}
</div></details>
<p class="actions">${callButton({
    label: say('轮换支付宝密钥', "Rotate Alipay's key"),
    method: 'POST',
    path: `/_sandbox/apps/${encodeURIComponent(app.app_id)}/rotate`,
    confirm: say(
      '支付宝将换一对密钥为这个应用签名，SDK里的支付宝公钥要跟着换。继续？',
      'Alipay will sign for this app with a new key pair, and the SDK needs its public half. Go on?',
    ),
    testId: `rotate-${app.app_id}`,
  })}</p>
</section>`;
}

/** The PEM to read, and to copy both ways: most SDKs want the bare base64. */
function key(context: ConsoleContext, label: string, text: string): Html {
  const { say } = context;
  const isPem = text.startsWith('-----BEGIN PUBLIC KEY');
  const bare = text.replaceAll(/-----[^-]+-----|\s/g, '');
  return html`<div><p class="gate"><span class="quiet">${label}</span>${copyButton(context, text, isPem ? say('复制 PEM', 'Copy PEM') : undefined)}${isPem && copyButton(context, bare, say('复制 base64', 'Copy base64'))}</p><pre tabindex="0">${text.trim()}</pre></div>`;
}

function registration({ say }: ConsoleContext): Html {
  return html`<section class="card"><h2><span>${say('登记应用', 'Register an app')}</span></h2>
<form data-call="POST /_sandbox/apps" data-testid="register">
<div class="fields">
<label>app_id<input name="app_id" autocomplete="off" placeholder="${say('留空则自动生成', 'made up when empty')}"></label>
<label>${say('店名', 'Shop name')}<input name="name" autocomplete="off"></label>
<label>${say('接口加签方式', 'Signing')}<select name="sign_mode"><option value="key">${say('密钥', 'keys')}</option><option value="cert">${say('证书', 'certificates')}</option></select></label>
<label class="whole">${say('应用公钥', 'App public key')}<textarea name="public_key" spellcheck="false" placeholder="${say('PEM或裸base64；留空则由沙箱生成一对，私钥只显示一次', 'PEM or bare base64; when empty the sandbox makes a pair and shows the private key once')}"></textarea></label>
</div>
<p class="actions"><button class="primary">${say('登记', 'Register')}</button></p>
</form></section>`;
}

import type { HttpRequest } from './message.ts';
import { type HttpReply, html, json } from './message.ts';

/** What one finds at the sandbox's front door: what this is, and where to go. */
export function indexPage(request: HttpRequest, address: string): HttpReply {
  const about = {
    name: 'Till sandbox',
    about: 'An offline Alipay: no real money moves. 离线支付宝沙箱，不会发生真实扣款。',
    gateway: `${address}/gateway.do`,
    register_app: `POST ${address}/_sandbox/apps {"app_id": "...", "public_key": "..."}`,
    control_plane: CONTROL_PLANE.map((call) => call.replace(' ', ` ${address}`)),
  };
  if (!(request.headers.accept ?? '').includes('text/html')) return json(about);
  const lines = about.control_plane.map((call) => `<li><code>${call}</code></li>`).join('\n');
  return html(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Till sandbox</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:4rem auto;padding:0 1rem}code{background:#8882;padding:.1em .3em;border-radius:4px}:root{color-scheme:light dark}</style>
<h1>Till sandbox · 支付宝沙箱</h1>
<p>${about.about}</p>
<p>Gateway · 网关: <code>${about.gateway}</code></p>
<p>Register an app · 登记应用: <code>${about.register_app}</code></p>
<h2>Control plane · 控制接口</h2>
<ul>
${lines}
</ul>
</html>
`);
}

const CONTROL_PLANE = [
  'POST /_sandbox/apps',
  'GET /_sandbox/trades',
  'POST /_sandbox/trades/:trade_no/pay',
  'GET /_sandbox/notifications',
  'GET /_sandbox/summary',
  'GET /_sandbox/faults',
  'PUT /_sandbox/faults',
  'GET /_sandbox/clock',
  'POST /_sandbox/clock',
  'POST /_sandbox/reset',
];

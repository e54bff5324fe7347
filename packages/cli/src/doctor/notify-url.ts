import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { PRODUCTION_GATEWAY } from '@till/alipay';
import type { Bilingual } from '../command.ts';
import { whyUnreachable } from './connection.ts';
import { check, type Finding } from './finding.ts';

const NOTIFY_URL = check('notify_url', { en: 'Notification url', zh: '通知地址' });

const TIMEOUT_MS = 10_000;
/** Whoever answers Alipay answers with one word. */
const SHOWN_MAX = 40;

/** Whether Alipay can reach the address where it posts notifications, as far as the address itself tells. */
export function checkNotifyUrl(notifyUrl: string, gateway = PRODUCTION_GATEWAY): Finding {
  const url = URL.parse(notifyUrl);
  const shown = JSON.stringify(notifyUrl.slice(0, 120));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return NOTIFY_URL.failure(
      { en: `${shown} is not a web address`, zh: `${shown} 不是网址` },
      {
        en: 'Give it whole: https://shop.example.com/alipay/notify',
        zh: '应类似 https://shop.example.com/alipay/notify',
      },
    );
  }
  if (isPrivate(url.hostname) && !isPrivate(URL.parse(gateway)?.hostname ?? '')) {
    return NOTIFY_URL.failure(
      { en: `${url.host} is an address inside this network`, zh: `${url.host} 是内网地址` },
      {
        en: "Alipay posts from its own servers: give an address they can reach, such as a tunnel's while developing.",
        zh: '通知由支付宝的服务器发出：请给出公网可访问的地址，开发时可以用内网穿透。',
      },
    );
  }
  if (url.search !== '' || url.hash !== '') {
    return NOTIFY_URL.warning(
      { en: `${shown} has parameters of its own`, zh: `${shown} 带有参数` },
      {
        en: "Leave them out: many frameworks mix them with the message's, and then its signature does not fit.",
        zh: '请去掉：不少框架会把它们和通知的参数混在一起，导致验签失败。',
      },
    );
  }
  return NOTIFY_URL.ok({ en: url.href, zh: url.href });
}

/** `localhost`, names that only this network knows, and addresses that nobody else can reach. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  switch (isIP(host)) {
    case 4:
      return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
    case 6:
      return /^(::1?$|f[cd]|fe[89ab]|::ffff:)/i.test(host);
    default:
      return !host.includes('.') || /\.(local|localhost|internal|lan)$/i.test(host);
  }
}

/**
 * Posts a message that nobody has signed, about an order that does not exist, as anybody can: it must be taken in, and
 * must not be believed.
 */
export async function tryNotifyUrl(notifyUrl: string): Promise<Finding> {
  const url = new URL(notifyUrl);
  const body = new URLSearchParams({ out_trade_no: `till-doctor-${randomUUID()}`, trade_status: 'TRADE_SUCCESS' });
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual', signal });
    return judge(url, response.status, (await response.text()).trim());
  } catch (error) {
    const [en, zh] = whyUnreachable(error);
    return NOTIFY_URL.warning(
      { en: `${url.href}: ${en}`, zh: `${url.href}：${zh}` },
      {
        en: 'Start the program there, and check again. Payments are not told of while nobody answers.',
        zh: '请启动那里的程序后再检查。没有应答期间，付款通知收不到。',
      },
    );
  }
}

function judge(url: URL, status: number, text: string): Finding {
  const answered = `${url.href}: HTTP ${status} ${JSON.stringify(text.slice(0, SHOWN_MAX))}`;
  const bad = (remedy: Bilingual) => NOTIFY_URL.failure({ en: answered, zh: answered }, remedy);
  if (text === 'success') {
    return bad({
      en: 'It answers "success" to a message that nobody has signed: anybody could mark orders paid. Verify first.',
      zh: '它对没有签名的消息也应答“success”：任何人都能把订单变成已付款。请先验签。',
    });
  }
  if (status >= 300 && status < 400) {
    return bad({
      en: 'It redirects, and Alipay does not follow. Give the final address, and leave it out of any login.',
      zh: '它发生了跳转，而支付宝不会跟随。请给出最终地址，并且不要要求登录。',
    });
  }
  if (status === 401 || status === 403 || status === 404 || status === 405) {
    return bad({
      en: 'Nobody takes a POST there: compare its path with your route, and let Alipay in without a login or token.',
      zh: '那里不接受 POST：请核对路径，并且不要对支付宝要求登录或令牌。',
    });
  }
  return NOTIFY_URL.ok({
    en: `${answered}, so it is there, and refuses what is not signed`,
    zh: `${answered}，能收到，并且拒绝没有签名的消息`,
  });
}

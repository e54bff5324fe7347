import { PRODUCTION_GATEWAY } from '@till/alipay';
import type { Bilingual, CommandContext } from '../command.ts';
import { check, type Finding, same } from './finding.ts';

const REACHABLE = check('gateway', { en: 'Gateway', zh: '网关' });
const CLOCK = check('clock', { en: 'Clock', zh: '本机时钟' });

const TIMEOUT_MS = 10_000;
const SLIGHT_SKEW_MS = 60_000;
/** Requests carry the time; Alipay refuses those that are much too old or too new. */
const SKEW_MAX_MS = 10 * 60_000;

/** Reaches for the gateway with a request that asks for nothing, and compares its clock with this machine's. */
export async function checkConnection(gateway = PRODUCTION_GATEWAY, env: CommandContext['env']): Promise<Finding[]> {
  const url = URL.parse(gateway);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return [
      REACHABLE.failure(
        { en: `${JSON.stringify(gateway)} is not a web address`, zh: `${JSON.stringify(gateway)} 不是网址` },
        { en: `Give it like ${PRODUCTION_GATEWAY}`, zh: `应类似 ${PRODUCTION_GATEWAY}` },
      ),
    ];
  }
  const before = Date.now();
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    const tookMs = Date.now() - before;
    const detail = `${url.host}, HTTP ${response.status}, ${tookMs} ms`;
    return [reachableFinding(url, detail), clockFinding(response.headers.get('date'), before + tookMs / 2)];
  } catch (error) {
    return [unreachable(url, error, env)];
  }
}

function reachableFinding(url: URL, detail: string): Finding {
  if (url.pathname !== '/') return REACHABLE.ok(same(detail));
  return REACHABLE.warning(
    { en: `${detail}; its address has no path`, zh: `${detail}；地址中没有路径` },
    { en: `Give it like ${url.origin}/gateway.do`, zh: `应类似 ${url.origin}/gateway.do` },
  );
}

/** Dates in HTTP have whole seconds. */
function clockFinding(date: string | null, atMs: number): Finding {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return CLOCK.skipped({ en: 'the gateway told no time', zh: '网关没有给出时间' });
  const skew = atMs - theirs - 500;
  const seconds = Math.round(Math.abs(skew) / 1000);
  const detail: Bilingual =
    seconds <= 1
      ? { en: 'as the gateway', zh: '与网关一致' }
      : {
          en: `${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} the gateway`,
          zh: `比网关${skew > 0 ? '快' : '慢'} ${seconds} 秒`,
        };
  if (Math.abs(skew) <= SLIGHT_SKEW_MS) return CLOCK.ok(detail);
  const remedy = {
    en: 'Set the clock by the network (timedatectl set-ntp true): requests and signatures carry the time.',
    zh: '请打开网络对时（timedatectl set-ntp true）：请求和签名中带有时间。',
  };
  return Math.abs(skew) > SKEW_MAX_MS ? CLOCK.failure(detail, remedy) : CLOCK.warning(detail, remedy);
}

function unreachable(url: URL, error: unknown, env: CommandContext['env']): Finding {
  const [en, zh] = whyUnreachable(error);
  return REACHABLE.failure({ en: `${url.host}: ${en}`, zh: `${url.host}：${zh}` }, wayTo(url, env));
}

/** How to make the gateway reachable. */
function wayTo({ hostname }: URL, env: CommandContext['env']): Bilingual {
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) {
    return {
      en: 'Start the sandbox there (till sandbox --port PORT), or correct --gateway.',
      zh: '请在该端口启动沙箱（till sandbox --port 端口），或更正 --gateway。',
    };
  }
  const proxy = env.HTTPS_PROXY ?? env.https_proxy;
  if (proxy !== undefined && env.NODE_USE_ENV_PROXY !== '1') {
    return {
      en: 'HTTPS_PROXY is set but Node does not use it: set NODE_USE_ENV_PROXY=1.',
      zh: '设置了 HTTPS_PROXY，但 Node 没有使用它：请设置 NODE_USE_ENV_PROXY=1。',
    };
  }
  return {
    en: 'Allow this machine outgoing connections to it, or set a proxy (HTTPS_PROXY with NODE_USE_ENV_PROXY=1).',
    zh: '请放行本机到它的出站连接，或设置代理（HTTPS_PROXY，并设置 NODE_USE_ENV_PROXY=1）。',
  };
}

function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? error.name : '';
}

/** Why nothing answered, in English and in Chinese. */
export function whyUnreachable(error: unknown): readonly [en: string, zh: string] {
  const code = codeOf(error);
  if (/^(ENOTFOUND|EAI_)/.test(code)) return [`its name cannot be resolved (${code})`, `域名无法解析（${code}）`];
  if (/CERT|TLS|SSL|SIGNED/.test(code)) {
    return [
      `its TLS certificate is not trusted (${code}): something stands in between`,
      `TLS 证书不可信（${code}）：中间可能有代理`,
    ];
  }
  if (/TIMEOUT|TimeoutError|AbortError/.test(code)) {
    return [`no answer within ${TIMEOUT_MS / 1000} s (${code})`, `${TIMEOUT_MS / 1000} 秒内没有应答（${code}）`];
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  const why = code === '' || code === 'TypeError' ? cause : code;
  return [`no connection (${why})`, `无法连接（${why}）`];
}

import { type HttpReply, json } from './message.ts';
import type { Route } from './routes.ts';

/**
 * What a program finds at the sandbox's front door: what this is, and where to go. People find the console.
 * @param routes all that the sandbox answers; those of the control plane are told.
 */
export function indexPage(address: string, routes: readonly Route[]): HttpReply {
  const about = {
    name: 'Till sandbox',
    about: 'An offline Alipay: no real money moves. 离线支付宝沙箱，不会发生真实扣款。',
    console: `${address}/_sandbox/`,
    gateway: `${address}/gateway.do`,
    register_app: `POST ${address}/_sandbox/apps {"app_id": "...", "public_key": "..."}`,
    control_plane: routes
      .filter(({ path }) => path.startsWith('/_sandbox/'))
      .map(({ method, path }) => `${method} ${address}${path}`),
  };
  return json(about);
}

import { type HttpReply, json } from './message.ts';

/** What a program finds at the sandbox's front door: what this is, and where to go. People find the console. */
export function indexPage(address: string): HttpReply {
  const about = {
    name: 'Till sandbox',
    about: 'An offline Alipay: no real money moves. 离线支付宝沙箱，不会发生真实扣款。',
    console: `${address}/_sandbox/`,
    gateway: `${address}/gateway.do`,
    register_app: `POST ${address}/_sandbox/apps {"app_id": "...", "public_key": "..."}`,
    control_plane: CONTROL_PLANE.map((call) => call.replace(' ', ` ${address}`)),
  };
  return json(about);
}

const CONTROL_PLANE = [
  'POST /_sandbox/apps',
  'GET /_sandbox/apps',
  'POST /_sandbox/apps/:app_id/rotate',
  'GET /_sandbox/trades',
  'POST /_sandbox/trades/:trade_no/pay',
  'GET /_sandbox/notifications',
  'POST /_sandbox/notifications/:notify_id/resend',
  'GET /_sandbox/requests',
  'GET /_sandbox/requests/:id',
  'GET /_sandbox/summary',
  'GET /_sandbox/faults',
  'PUT /_sandbox/faults',
  'PUT /_sandbox/answers/:method',
  'GET /_sandbox/clock',
  'POST /_sandbox/clock',
  'POST /_sandbox/reset',
];

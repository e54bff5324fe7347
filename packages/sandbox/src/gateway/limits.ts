import { noPermission } from './permission.ts';
import { GatewayRefusal } from './refusal.ts';

/** Why the gateway turns away a call that is right in itself, by the fault that makes it do so. Nothing has been done. */
const LIMITS = {
  app_call_limited: () => new GatewayRefusal('40005', 'isv.app-call-limited', '应用调用次数超限'),
  method_call_limited: () => new GatewayRefusal('40005', 'isv.method-call-limited', '接口调用次数超限'),
  // Alipay lists it among the permissions.
  illegal_client_ip: () => new GatewayRefusal('40006', 'isv.illegal-client-ip', '请求IP不在应用的IP白名单中'),
  no_permission: noPermission,
} as const;

export type Limit = keyof typeof LIMITS;

export function limited(limit: Limit): GatewayRefusal {
  return LIMITS[limit]();
}

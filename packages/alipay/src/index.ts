export { type Charset, CharsetError } from './charset/index.ts';
export {
  ALIPAY_SANDBOX_GATEWAY,
  Alipay,
  type AlipayOptions,
  type ExecuteOptions,
  PRODUCTION_GATEWAY,
} from './client/index.ts';
export {
  AlipayConfigError,
  AlipayError,
  AlipayGatewayError,
  AlipayNetworkError,
  AlipayNotificationError,
  AlipayRequestError,
  AlipayResponseError,
  AlipaySignatureError,
  AlipayTimeoutError,
  type GatewayErrorFields,
  type NotificationProblem,
  type Outcome,
} from './errors/index.ts';
export type { BizContent, CallOptions, GatewayAnswer, ResponseNode, Transport } from './gateway/index.ts';
export type { Returned, VerifiedParameters } from './notification/index.ts';
export { type SignType, signContent } from './signing/index.ts';
export { type Clock, systemClock } from './time/index.ts';

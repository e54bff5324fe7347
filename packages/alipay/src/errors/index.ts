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
} from './alipay-error.ts';

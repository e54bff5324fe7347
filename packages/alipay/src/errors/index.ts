export {
  AlipayCertificateError,
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
export { AlipayV3Error, type V3ErrorFields, type V3ErrorLink } from './alipay-v3-error.ts';
export { isErrorLike, messageOf } from './error-like.ts';
export { tellObserver } from './tell-observer.ts';

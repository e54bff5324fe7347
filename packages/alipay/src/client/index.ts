export { type Aes, Alipay, type PageFormOptions, type SignedRequest } from './alipay.ts';
export {
  ALIPAY_SANDBOX_GATEWAY,
  type AlipayOptions,
  type CommonOptions,
  PRODUCTION_GATEWAY,
  type WithCertificates,
  type WithPrivateKey,
  type WithPublicKey,
  type WithSigner,
} from './alipay-options.ts';
export { type Environment, optionsFromEnvironment } from './environment-options.ts';
export type { ExecuteOptions } from './gateway-calls.ts';
export type { CallEvent, Observer } from './observation.ts';
export type { Retry } from './retry.ts';
export type { ReturnedTrade } from './returned-trade.ts';
export type { UncheckedCalls } from './unchecked-calls.ts';
export type { V3Options } from './v3-calls.ts';

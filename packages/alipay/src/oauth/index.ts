export {
  ALIPAY_SANDBOX_OAUTH_HOST,
  type AppAuthorization,
  type ApplicationType,
  appAuthorizationUrl,
  appBatchAuthorizationUrl,
  OAUTH_HOST,
  type UserAuthorization,
  type UserScope,
  userAuthorizationUrl,
} from './authorization-url.ts';
export { type NativeLogin, nativeLoginParameters } from './native-login.ts';

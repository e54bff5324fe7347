export { formEncode } from './form-encoding.ts';
export { type GatewayAnswer, type ResponseNode, readAnswer } from './read-answer.ts';
export {
  type BizContent,
  type CallOptions,
  type RequestIdentity,
  requestParameters,
  WIRE_CHARSET,
} from './request-parameters.ts';
export { send, type Transport } from './transport.ts';

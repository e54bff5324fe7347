export { formEncode } from './form-encoding.ts';
export { gatewayUrl } from './gateway-url.ts';
export { parseJson } from './json-text.ts';
export {
  checkFiles,
  type MultipartForm,
  multipartForm,
  type TextPart,
  type UploadFile,
  type UploadFiles,
} from './multipart.ts';
export {
  certificateOf,
  type GatewayAnswer,
  type RawAnswer,
  type ResponseNode,
  readAnswer,
  readUnverified,
} from './read-answer.ts';
export {
  type BizContent,
  type CallOptions,
  hasFields,
  type RequestIdentity,
  requestParameters,
  WIRE_CHARSET,
} from './request-parameters.ts';
export {
  failureOf,
  type HttpAnswer,
  type HttpRequest,
  openAnswer,
  type RequestBody,
  send,
  type Transport,
  type TransportRequest,
} from './transport.ts';

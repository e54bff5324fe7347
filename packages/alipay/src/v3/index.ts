export { authorization, type V3Signed } from './authorization.ts';
export { readEvents, type V3Event } from './event-stream.ts';
export { placeFields, type V3Fields } from './operation.ts';
export { broken, errorOf, parseObject, readV3Answer } from './read-v3-answer.ts';
export { type V3CallOptions, type V3Identity, type V3Request, v3Request } from './v3-request.ts';

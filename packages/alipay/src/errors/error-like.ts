/** Whether a value is an error, of whatever realm: in Jest's, errors of Node's own are not `instanceof Error`. */
export function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}

/** What an error says; anything may have been thrown. */
export function messageOf(thrown: unknown): string {
  return isErrorLike(thrown) ? thrown.message : String(thrown);
}

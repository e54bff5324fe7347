/** Why a request was not done, by what its sender can do next. */
export type RefusalKind =
  /** The request is wrong: mend it. */
  | 'invalid'
  /** There is no such thing. */
  | 'not_found'
  /** What we already hold contradicts the request. */
  | 'conflict'
  /** Alipay answered, verifiably, that it does not do this. */
  | 'refused_by_alipay'
  /** Alipay could not be reached or gave no usable answer, and nothing was changed: try again. */
  | 'unreachable'
  /** It may or may not have happened; we are finding out. Repeating the same call is safe. */
  | 'outcome_unknown';

/** An expected "no". `message` says what was wrong and how to mend it; it is shown to the caller. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

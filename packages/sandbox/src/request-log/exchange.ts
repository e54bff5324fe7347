import type { HttpReply, HttpRequest } from '../http/message.ts';
import type { FormAnswer, FormPost } from '../notifications/post-form.ts';
import type { SignatureDiagnosis } from '../signing/diagnosis.ts';

interface Timed {
  /** Counts up from 1, for as long as the sandbox runs. */
  readonly number: number;
  /** The sandbox's time, epoch milliseconds. */
  readonly at: number;
  /** Real milliseconds. */
  readonly durationMs: number;
}

/** A request that reached the sandbox, and what it answered. */
export interface IncomingExchange extends Timed {
  readonly kind: 'in';
  readonly request: HttpRequest;
  readonly reply: HttpReply;
  /** Made at once: the app's key may be another one when somebody looks. */
  readonly diagnosis?: SignatureDiagnosis;
}

/** A message that the sandbox sent, and what it was answered. */
export interface OutgoingExchange extends Timed {
  readonly kind: 'out';
  readonly post: Omit<FormPost, 'signal'>;
  /** Absent without an answer; `failure` then says why. */
  readonly answer?: FormAnswer;
  readonly failure?: string;
}

export type Exchange = IncomingExchange | OutgoingExchange;

import type { AnswerFields } from '../gateway/answer.ts';
import { put, type Records, remove } from '../storage/records.ts';

/** What a test wants a method to answer. */
export interface ReplacedAnswer {
  readonly method: string;
  readonly fields: AnswerFields;
}

/** The answers that tests have put in place of the sandbox's own. */
export class AnswerBook {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  find(method: string): ReplacedAnswer | undefined {
    return this.#records.get('answer', method);
  }

  replace(answer: ReplacedAnswer): void {
    this.#records.commit(put('answer', answer.method, answer));
  }

  /** Whether there was one. */
  restore(method: string): boolean {
    const wasReplaced = this.find(method) !== undefined;
    this.#records.commit(remove('answer', method));
    return wasReplaced;
  }
}

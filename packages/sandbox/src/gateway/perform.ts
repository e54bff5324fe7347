import type { App } from '../apps/app.ts';
import type { AppBook } from '../apps/app-book.ts';
import type { AnswerBook, ReplacedAnswer } from '../examples/answer-book.ts';
import { exampleAnswer } from '../examples/example-answer.ts';
import { type MethodFacts, methodFacts } from '../examples/facts.ts';
import type { AnswerFields } from './answer.ts';
import type { Books } from './books.ts';
import type { ApiMethod, Call, GatewayMethod } from './call.ts';
import { checkAgainstFacts } from './facts-check.ts';
import { METHODS } from './methods/index.ts';
import { GatewayRefusal, REFUSAL_CODES } from './refusal.ts';

export interface PerformParts extends Books {
  readonly apps: AppBook;
  readonly answers: AnswerBook;
}

/** What the sandbox does for a method: something of its own, or an example of an answer. */
export type KnownMethod = GatewayMethod | { readonly kind: 'example'; readonly facts: MethodFacts };

export function knownMethod(name: string): KnownMethod | undefined {
  const own = METHODS.get(name);
  if (own !== undefined) return own;
  const facts = methodFacts(name);
  return facts && { kind: 'example', facts };
}

/** Answers a call that has passed all checks of its protocol. @throws {GatewayRefusal} */
export function perform(parts: PerformParts, method: Exclude<KnownMethod, { kind: 'page' }>, call: Call): AnswerFields {
  const replaced = parts.answers.find(call.method);
  if (method.kind === 'example') checkAgainstFacts(call, method.facts);
  if (replaced !== undefined) return answerAsTold(replaced);
  if (method.kind === 'example') return exampleAnswer(method.facts);
  return withEcho(method, call, () => method.answer(call, parts));
}

/** @throws {GatewayRefusal} if the test wants the call to fail. */
function answerAsTold({ fields }: ReplacedAnswer): AnswerFields {
  const { code, msg: _, sub_code: subCode, sub_msg: subMsg = '', ...rest } = fields;
  const refusalCode = REFUSAL_CODES.find((one) => one === code);
  if (refusalCode === undefined || subCode === undefined) return fields;
  const texts = Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  throw new GatewayRefusal(refusalCode, `${subCode}`, `${subMsg}`, Object.fromEntries(texts));
}

/** Business failures carry some fields of the method's answer as well. */
function withEcho<T>(method: ApiMethod, { content }: Call, answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    if (error instanceof GatewayRefusal && error.code === '40004') throw error.with(method.echo(content));
    throw error;
  }
}

/** The app as a call acts: under an `app_auth_token`, for the merchant who gave it. @throws {GatewayRefusal} */
export function actingApp(parts: PerformParts, app: App, appAuthToken: string | undefined): App {
  if (appAuthToken === undefined) return app;
  return { ...app, sellerId: parts.oauth.merchantOf(app, appAuthToken) };
}

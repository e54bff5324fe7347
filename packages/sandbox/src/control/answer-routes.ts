import type { AnswerBook, ReplacedAnswer } from '../examples/answer-book.ts';
import { methodFacts } from '../examples/facts.ts';
import { findMismatch, fitsWritten, propertyShapes } from '../examples/schema.ts';
import { isAnswerValue } from '../gateway/answer.ts';
import { type KnownMethod, knownMethod } from '../gateway/perform.ts';
import { REFUSAL_CODES } from '../gateway/refusal.ts';
import { type HttpReply, json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import { badInput, Input, takingNothing } from './input.ts';

/** `/_sandbox/answers/{method}`: what a test wants a method to answer, whatever it is asked. */
export function answerRoutes(answers: AnswerBook): Route[] {
  const path = '/_sandbox/answers/:method';
  return [
    { method: 'GET', path, handle: takingNothing(({ params }) => show(answers, params.method ?? '')) },
    {
      method: 'PUT',
      path,
      handle: (request) => {
        const answer = readAnswer(request.params.method ?? '', Input.json(request));
        answers.replace(answer);
        return json(answer);
      },
    },
    {
      method: 'DELETE',
      path,
      handle: takingNothing(({ params }) => restore(answers, params.method ?? '')),
    },
  ];
}

function restore(answers: AnswerBook, method: string): HttpReply {
  checkMethod(method);
  return json({ method, was_replaced: answers.restore(method) });
}

function show(answers: AnswerBook, method: string): HttpReply {
  checkMethod(method);
  const answer = answers.find(method);
  if (answer !== undefined) return json(answer);
  throw new SandboxError(404, 'not_replaced', `The answer of ${method} has not been replaced.`);
}

/** The parts of an answer that are not a method's own. */
const COMMON = ['code', 'msg', 'sub_code', 'sub_msg'];

function checkMethod(name: string): KnownMethod {
  const known = knownMethod(name);
  if (known !== undefined) return known;
  throw new SandboxError(404, 'unknown_method', `Alipay has no method ${name}.`);
}

/** @throws {SandboxError} 404 for an unknown method, 400 naming a field that its answer does not have. */
export function readAnswer(method: string, value: unknown): ReplacedAnswer {
  if (checkMethod(method).kind === 'page')
    throw badInput(`${method} leads a browser to a page: it has no answer to replace.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badInput('The answer should be a JSON object: the fields of the response node.');
  }
  const fields = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readField(method, name, one)]));
  checkCode(fields);
  return { method, fields };
}

function readField(method: string, name: string, value: unknown) {
  if (!isAnswerValue(value)) throw badInput(`${name} is null; leave a field out instead.`);
  if (COMMON.includes(name) && (typeof value !== 'string' || value === '')) throw badInput(`${name} should be a text.`);
  if (COMMON.includes(name)) return value;
  const facts = methodFacts(method);
  const shapes = [facts?.v2Response, facts?.v3?.responseShape].filter((shape) => shape !== undefined);
  if (shapes.length === 0) return value;
  const mismatch = findMismatch(value, propertyShapes(shapes, name), name, fitsWritten);
  if (mismatch === undefined) return value;
  const { path, expected } = mismatch;
  if (expected === undefined) throw badInput(`The answer of ${method} has no field "${path}".`);
  throw badInput(`The field "${path}" of ${method}'s answer should be of type ${expected}.`);
}

function checkCode(fields: Readonly<Record<string, unknown>>): void {
  const isRefusal = fields.sub_code !== undefined;
  if (isRefusal && !REFUSAL_CODES.some((code) => code === fields.code)) {
    throw badInput(`With a sub_code, code should be one of ${REFUSAL_CODES.join(', ')}.`);
  }
}

import { type MethodFacts, methodFacts } from '../../../packages/sandbox/src/examples/facts.ts';
import type { Shape } from '../../../packages/sandbox/src/examples/schema.ts';
import { strictErrors } from '../../../packages/sandbox/src/testing/facts-types.ts';
import type { Answer, Fields } from '../clients/client.ts';
import { isKnownGap } from './known-gaps.ts';

/** What every node of v2 has beside the method's own fields. */
const V2_COMMON = ['code', 'msg', 'sub_code', 'sub_msg'];

/** What a refusal of v3 consists of, and nothing else. Source: Alipay open platform v3, "错误响应". */
const V3_REFUSAL: Shape = {
  named: {},
  schema: {
    properties: {
      code: { type: 'string' },
      message: { type: 'string' },
      details: { type: 'array', items: { type: 'object' } },
      links: { type: 'array', items: { properties: { link: { type: 'string' }, desc: { type: 'string' } } } },
    },
  },
};

/**
 * What is wrong with an answer by the facts about its method: each field that they do not know, and each value whose
 * type in JSON is not the one they give.
 */
export function answerProblems(method: string, protocol: 'v2' | 'v3', { fields, refusal }: Answer): string[] {
  if (protocol === 'v3' && refusal !== undefined) return strictErrors(fields, V3_REFUSAL, method);
  const facts = methodFacts(method);
  const shape = facts && responseShape(facts, protocol);
  if (shape === undefined) return [`${method} is not among the facts`];
  const own = protocol === 'v2' ? withoutCommon(fields) : fields;
  return strictErrors(own, shape, method).filter((problem) => !isKnownGap(protocol, problem));
}

/** A method that only one protocol describes answers the same fields over the other. */
function responseShape({ v2Response, v3 }: MethodFacts, protocol: 'v2' | 'v3'): Shape | undefined {
  return protocol === 'v2' ? (v2Response ?? v3?.responseShape) : (v3?.responseShape ?? v2Response);
}

function withoutCommon(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !V2_COMMON.includes(name)));
}

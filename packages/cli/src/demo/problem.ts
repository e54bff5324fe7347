import type { Texts } from './texts.ts';
import type { TillProblem } from './till-api.ts';

/** A problem with Till in plain words, with what to do; a refusal also in Till's own words. */
export function explain(say: Texts, problem: TillProblem, err: string): string {
  return problem === 'refused' ? `${say.problems.refused}${err}` : say.problems[problem];
}

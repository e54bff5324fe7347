import type { Bilingual } from '../command.ts';

/** `skipped`: an earlier finding makes this check meaningless, or it was not asked for. */
export type FindingState = 'ok' | 'warning' | 'failure' | 'skipped';

/** What one check found. Holds no secrets. */
export interface Finding {
  /** The check's name, for programs: `private_key`. */
  readonly check: string;
  readonly title: Bilingual;
  readonly state: FindingState;
  /** What is so: a number, a name, or what is wrong. */
  readonly detail: Bilingual;
  /** How to mend it; absent if all is well. */
  readonly remedy?: Bilingual;
  /** A web page of Alipay's about it. */
  readonly page?: string;
}

/** A check's name and title, from which its findings are made. */
export interface Check {
  ok(detail: Bilingual): Finding;
  warning(detail: Bilingual, remedy: Bilingual): Finding;
  failure(detail: Bilingual, remedy: Bilingual): Finding;
  skipped(why: Bilingual): Finding;
}

export function check(name: string, title: Bilingual): Check {
  const about = { check: name, title };
  return {
    ok: (detail) => ({ ...about, state: 'ok', detail }),
    warning: (detail, remedy) => ({ ...about, state: 'warning', detail, remedy }),
    failure: (detail, remedy) => ({ ...about, state: 'failure', detail, remedy }),
    skipped: (detail) => ({ ...about, state: 'skipped', detail }),
  };
}

/** The same in both languages: numbers, names, and what comes from Alipay or the SDK. */
export function same(text: string): Bilingual {
  return { en: text, zh: text };
}

export const EARLIER: Bilingual = { en: 'mend what is above first', zh: '先解决上面的问题' };

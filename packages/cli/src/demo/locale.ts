/** The languages the demo shop speaks. */
export type Locale = 'zh' | 'en';

/** Text in both languages. */
export type Bilingual = Readonly<Record<Locale, string>>;

/** The visitor's language: what they picked, else what their browser asks for first, else Chinese. */
export function chooseLocale(wish: {
  picked?: unknown;
  remembered?: unknown;
  acceptLanguage?: string | undefined;
}): Locale {
  for (const choice of [wish.picked, wish.remembered]) {
    if (choice === 'zh' || choice === 'en') return choice;
  }
  const accepted = (wish.acceptLanguage ?? '').toLowerCase().matchAll(/(?:^|,)\s*(zh|en)\b/g);
  return accepted.next().value?.[1] === 'en' ? 'en' : 'zh';
}

/** Markup that is safe to put into a page: made by {@link html}, or vouched for with {@link raw}. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

/**
 * Builds markup from a template; every value is escaped unless it is markup already. `false` and `undefined` print
 * nothing, lists are joined. Values belong in text or in quoted attributes, never in a script or a tag name.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let markup = strings[0] ?? '';
  for (let index = 0; index < values.length; index++) markup += markupOf(values[index]) + strings[index + 1];
  return new Html(markup);
}

/** Vouches for markup made elsewhere. Never for anything a person could have typed. */
export function raw(markup: string): Html {
  return new Html(markup);
}

/** The address if a browser may be sent there; `javascript:` and other schemes are not links. */
export function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escapeText(String(value));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeText(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

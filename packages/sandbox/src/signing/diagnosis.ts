/** Where two texts part. */
export interface Difference {
  /** How many characters they have in common, counted from the start. */
  readonly at: number;
  /** The parameter in whose value it lies, if it lies in one of the gateway's; of v3, the line. */
  readonly parameter?: string;
  /** The gateway's text from there on, and the client's; cut short. Empty: that text has ended. */
  readonly expected: string;
  readonly signed: string;
}

/** What is wrong with a signature, as far as it can be told. */
export interface SignatureDiagnosis {
  /** What does not fit: the sign value as it came, the key, the hash, the charset, or the text that was signed. */
  readonly kind: 'sign' | 'key' | 'hash' | 'charset' | 'text';
  /** The text that the gateway verified. */
  readonly expected: string;
  /** What is most likely wrong, and how to mend it. */
  readonly zh: string;
  readonly en: string;
  /** The text that the client signed, if it could be found out: the signature fits it. */
  readonly signed?: string;
  readonly difference?: Difference;
  /** The hash inside the signature, in hex; only the right key opens it. The client's text has this hash. */
  readonly digest?: string;
}

/** What was found out about a signature, before it is compared. */
export type SignatureFinding = Pick<SignatureDiagnosis, 'kind' | 'zh' | 'en' | 'signed'>;

const EXCERPT_LENGTH = 24;

/** Undefined for equal texts. `placeOf` names the place of a difference, from the text before it and after. */
export function firstDifference(
  expected: string,
  signed: string,
  placeOf: (before: string, after: string) => string | undefined = parameterAt,
): Difference | undefined {
  if (expected === signed) return undefined;
  const ours = [...expected];
  const theirs = [...signed];
  let at = 0;
  while (at < ours.length && ours[at] === theirs[at]) at++;
  const parameter = placeOf(ours.slice(0, at).join(''), ours.slice(at).join(''));
  const excerpt = (characters: string[]) => characters.slice(at, at + EXCERPT_LENGTH).join('');
  return { at, ...(parameter === undefined ? {} : { parameter }), expected: excerpt(ours), signed: excerpt(theirs) };
}

/** In `a=1&b=2`, the name of the value in which the text breaks off; none where it breaks off in a name. */
function parameterAt(before: string, after: string): string | undefined {
  if (/(?:^|&)[\w.-]*$/.test(before) && /^[\w.-]*=/.test(after)) return undefined;
  return /(?:^|&)([\w.-]+)=(?:[^&]|&(?![\w.-]+=))*$/.exec(before)?.[1];
}

/** One sentence for an error message. */
export function printDifference({ at, parameter, expected, signed }: Difference): string {
  const where = parameter === undefined ? '' : `（${parameter}）`;
  const shown = (text: string) => (text === '' ? '（结束 / end）' : `「${text}」`);
  return `第${at + 1}个字符起不同${where}：您签名的是${shown(signed)}，网关的是${shown(expected)} / first difference at character ${at + 1}`;
}

import { decodeText } from '@till/alipay/charset';
import { requestStringToSign } from '../signing/canonical.ts';
import { decodeFields, type GatewayRequest } from './parameters.ts';

/** A text that a client may have signed instead of the right one, and what it then did wrong. */
export interface Mistake {
  readonly signed: string;
  readonly zh: string;
  readonly en: string;
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** The texts that clients sign by mistake, the commonest first. Some may equal the right one. */
export function* usualMistakes(request: GatewayRequest): Generator<Mistake> {
  yield* ofTheWhole(request);
  yield* ofOneValue(request);
}

function* ofTheWhole({ parameters, rawFields, charset }: GatewayRequest): Generator<Mistake> {
  const pairs = [...parameters];
  const text = requestStringToSign(parameters);
  const wire = rawFields.map(([name, value]) => [decodeText(name, charset), decodeText(value, charset)] as const);
  yield {
    signed: joined(pairs.filter(([name]) => name !== 'sign_type')),
    ...{ zh: 'sign_type也要参与签名', en: 'sign_type must be signed too' },
  };
  yield {
    signed: text.replaceAll('\r\n', '\n'),
    ...{ zh: '换行在传输中变成了\\r\\n', en: 'line breaks became \\r\\n on the way' },
  };
  yield {
    signed: joined([...new Map(wire)]),
    ...{ zh: '空值参数不参与签名', en: 'leave empty parameters out of the signed text' },
  };
  for (const encode of [encodeURIComponent, formEncoded]) {
    yield {
      signed: joined(pairs.map(([name, value]) => [name, encode(value)])),
      ...{ zh: '签名时不要对值做URL编码', en: 'sign the values as they are, not URL-encoded' },
    };
  }
  for (const signed of [text.replaceAll('"', '&quot;'), text.replaceAll('&', '&amp;')]) {
    yield { signed, ...{ zh: '签名前的文本被HTML转义', en: 'the text was HTML-escaped before it was signed' } };
  }
  yield {
    signed: withEmptySign(pairs),
    ...{ zh: 'sign本身不参与签名', en: 'leave sign itself out of the signed text' },
  };
  for (const signed of [`${text}\n`, `${text}&`, `&${text}`]) {
    yield {
      signed,
      ...{ zh: '首尾不能有多余的&或换行', en: 'no & and no line break before or after the signed text' },
    };
  }
  yield {
    signed: joined(pairs.map(([name, value]) => [name, `"${value}"`])),
    ...{ zh: '值不加引号', en: 'write the values without quotes' },
  };
  yield {
    signed: parameters.get('biz_content') ?? '',
    ...{ zh: '只签了biz_content：所有参数都要参与签名', en: 'only biz_content was signed: sign all parameters' },
  };
  yield {
    signed: unsorted(
      wire.filter(([name, value], at) => value !== '' && !wire.slice(at + 1).some(([later]) => later === name)),
    ),
    ...{ zh: '参数要按名称的字典序排序后再签名', en: 'sort the parameters by name before signing' },
  };
  yield {
    signed: requestStringToSign(decodeFields([...rawFields].reverse(), charset)),
    ...{
      zh: '同一参数出现了两次而写法不同，以后一个为准',
      en: 'a parameter came twice, spelt differently: the later one counts',
    },
  };
}

/** What may happen to a single value between signing and sending. */
const REWRITINGS: readonly { readonly of: (value: string) => string; readonly zh: string; readonly en: string }[] = [
  {
    of: (value) => value.replaceAll(' ', '+'),
    zh: '的加号到网关成了空格：发送时要做URL编码（+写作%2B）',
    en: 'its + became a space on the way: URL-encode what is sent (+ as %2B)',
  },
  {
    of: (value) => value.replaceAll('+', ' '),
    zh: '的空格被替换成了加号',
    en: 'a space in it was replaced by +',
  },
  { of: decoded, zh: '发送时多做了一次URL编码', en: 'it was URL-encoded once too often when sent' },
  { of: encodeURIComponent, zh: '签名时被URL编码', en: 'it was signed URL-encoded: sign it as it is' },
  { of: (value) => value.trim(), zh: '首尾的空白没有参与签名', en: 'the white space around it was not signed' },
  {
    of: unescapedUnicode,
    zh: '签名时是汉字，发送时写成了\\uXXXX',
    en: 'it was signed with the characters themselves and sent with \\uXXXX',
  },
  {
    of: escapedUnicode,
    zh: '签名时写成了\\uXXXX，发送时是汉字',
    en: 'it was signed with \\uXXXX and sent with the characters themselves',
  },
  {
    of: (value) => value.replaceAll('/', '\\/'),
    zh: '签名时斜杠写成了\\/',
    en: 'it was signed with / written \\/',
  },
  {
    of: (value) => value.replaceAll('\\/', '/'),
    zh: '发送时斜杠写成了\\/',
    en: 'it was sent with / written \\/',
  },
  { of: reprinted, zh: '签名后JSON又被重新排版', en: 'its JSON was laid out anew after signing' },
];

function* ofOneValue({ parameters }: GatewayRequest): Generator<Mistake> {
  const pairs = [...parameters].filter(([name]) => name !== 'sign');
  for (const [name, value] of pairs) {
    yield {
      signed: joined(pairs.filter(([other]) => other !== name)),
      ...{ zh: `参数${name}没有参与签名`, en: `${name} must be signed too: it was added after signing` },
    };
    for (const { of, zh, en } of REWRITINGS) {
      const rewritten = of(value);
      if (rewritten === value) continue;
      const signed = joined(pairs.map((pair) => (pair[0] === name ? [name, rewritten] : pair)));
      yield { signed, zh: `参数${name}${zh}`, en: `${name}: ${en}` };
    }
  }
}

function joined(pairs: Pairs): string {
  return unsorted([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As when `sign` is put into the bag, empty, before the bag is signed. */
function withEmptySign(pairs: Pairs): string {
  const unsigned = pairs.filter(([name]) => name !== 'sign');
  const before = joined(unsigned.filter(([name]) => name < 'sign'));
  const after = joined(unsigned.filter(([name]) => name > 'sign'));
  return `${before}&sign=&${after}`;
}

function unsorted(pairs: Pairs): string {
  return pairs
    .filter(([name]) => name !== 'sign')
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function formEncoded(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+');
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function unescapedUnicode(value: string): string {
  return value.replace(/\\u([\da-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function escapedUnicode(value: string): string {
  return value.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON as JSON.stringify prints it, or, if that is how it came, as most other languages do: a space after `:` and `,`. */
function reprinted(value: string): string {
  if (!/^[[{]/.test(value)) return value;
  try {
    const compact = JSON.stringify(JSON.parse(value));
    return compact === value ? value.replaceAll('":', '": ').replaceAll(',"', ', "') : compact;
  } catch {
    return value;
  }
}

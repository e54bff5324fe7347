import { type KeyObject, verify } from 'node:crypto';

/** A parameter, both parts as byte strings. */
export type Pair = readonly [name: string, value: string];

/** A form's parameters by the URL standard, undecoded: written for these tests from its text, with nothing of the SDK's. */
export function pairsOf(body: Uint8Array): Pair[] {
  const text = Buffer.from(body).toString('latin1');
  return text.split('&').flatMap((part): Pair[] => {
    if (part === '') return [];
    const [name = '', ...value] = part.split('=');
    return [[percentDecoded(name), percentDecoded(value.join('='))]];
  });
}

function percentDecoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  return spaced.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * Whether the bare primitive accepts a form in one of the readings that Alipay's documents know: every parameter but
 * `sign`, sorted, `sign_type` in or out, empty ones in or out.
 */
export function isSignedForm(body: Uint8Array, publicKey: KeyObject, algorithm = 'RSA-SHA256'): boolean {
  const pairs = pairsOf(body);
  const signature = Buffer.from(pairs.find(([name]) => name === 'sign')?.[1] ?? '', 'base64');
  const all = pairs.filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const readings = [all, all.filter(([name]) => name !== 'sign_type')];
  return [...readings, ...readings.map((reading) => reading.filter(([, value]) => value !== ''))].some((reading) =>
    verify(algorithm, Buffer.from(reading.map((pair) => pair.join('=')).join('&'), 'latin1'), publicKey, signature),
  );
}

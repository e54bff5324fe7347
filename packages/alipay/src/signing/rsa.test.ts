import { verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyPair } from '../keys/keys.fixture.ts';
import { type SignType, signBytes, verifyBytes } from './index.ts';

const own = keyPair();
const other = keyPair();
const content = Buffer.from('app_id=1&subject=龙井茶');

describe.each<SignType>(['RSA2', 'RSA'])('a signature with %s', (signType) => {
  const signature = signBytes(content, own.privateKey, signType);
  const isValid = (text: string) => verifyBytes(content, text, [own.publicKey], signType);

  test('is what the bare primitive accepts, by any of the keys given', () => {
    const algorithm = signType === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256';
    expect(verify(algorithm, content, own.publicKey, Buffer.from(signature, 'base64'))).toBe(true);
    expect(isValid(signature)).toBe(true);
    expect(verifyBytes(content, signature, [other.publicKey, own.publicKey], signType)).toBe(true);
    expect(verifyBytes(content, signature, [other.publicKey], signType)).toBe(false);
    expect(verifyBytes(content, signature, [], signType)).toBe(false);
    expect(verifyBytes(Buffer.from('app_id=2'), signature, [own.publicKey], signType)).toBe(false);
    expect(isValid(signBytes(content, own.privateKey, signType === 'RSA' ? 'RSA2' : 'RSA'))).toBe(false);
  });

  test('has one text only, though the decoder of base64 would take many for the same bytes', () => {
    const raw = Buffer.from(signature, 'base64');
    const same = [
      signature.replaceAll('+', '-'),
      signature.replaceAll('/', '_'),
      signature.replace(/=+$/, ''),
      `${signature}=`,
      `${signature.slice(0, 40)}\n${signature.slice(40)}`,
      ` ${signature}`,
      `${signature.slice(0, -2)} =`,
      // The last character has bits that belong to no byte.
      signature.replace(/([AQgw])==$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==`),
    ].filter((text) => text !== signature);
    expect(same.length).toBeGreaterThan(5);
    for (const text of same) {
      expect(Buffer.from(text, 'base64')).toEqual(raw);
      expect(isValid(text), text).toBe(false);
    }
  });

  test('is no other text at all', () => {
    const garbled = fc
      .tuple(fc.nat({ max: signature.length }), fc.nat({ max: 3 }), fc.string({ maxLength: 3 }))
      .map(([at, cut, text]) => signature.slice(0, at) + text + signature.slice(at + cut));
    fc.assert(fc.property(garbled, (text) => isValid(text) === (text === signature)));
  });
});

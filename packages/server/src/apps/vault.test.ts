import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createVault, MasterKeyError } from './vault.ts';

const key = () => randomBytes(32).toString('base64');

it('opens what it sealed, at the place it was sealed for', () => {
  const vault = createVault(key());
  const sealed = vault.seal('密钥 secret', 'apps/1/private_key');
  expect(sealed).not.toContain('secret');
  expect(vault.open(sealed, 'apps/1/private_key')).toBe('密钥 secret');
});

it('never seals the same text to the same text', () => {
  const vault = createVault(key());
  expect(vault.seal('secret', 'here')).not.toBe(vault.seal('secret', 'here'));
});

it('opens nothing for another row, under another key, or after it was altered', () => {
  const vault = createVault(key());
  const sealed = vault.seal('secret', 'apps/1/private_key');
  const altered = Buffer.from(sealed, 'base64');
  altered[15] = (altered[15] ?? 0) ^ 1;
  expect(() => vault.open(sealed, 'apps/2/private_key')).toThrow(MasterKeyError);
  expect(() => createVault(key()).open(sealed, 'apps/1/private_key')).toThrow(MasterKeyError);
  expect(() => vault.open(altered.toString('base64'), 'apps/1/private_key')).toThrow(MasterKeyError);
  expect(() => vault.open('', 'apps/1/private_key')).toThrow(MasterKeyError);
});

it.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('base64'), 'not base64 at all!'])(
  'refuses %j as a master key and says how to make one',
  (masterKey) => {
    expect(() => createVault(masterKey)).toThrow(/32 bytes in base64.*openssl rand -base64 32/s);
  },
);

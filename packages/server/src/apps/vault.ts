import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The master key is unusable, or is not the one that sealed this database's secrets. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/** Seals secrets for storage. `place` names the row and column; a sealed text opens only where it was sealed for. */
export interface Vault {
  seal(secret: string, place: string): string;
  /** @throws {MasterKeyError} if the text was sealed under another key, for another place, or was altered. */
  open(sealed: string, place: string): string;
}

/**
 * A vault under a master key: AES-256-GCM, a fresh nonce for every sealing, the place as additional data.
 * @param masterKey 32 bytes in base64, for example from `openssl rand -base64 32`
 */
export function createVault(masterKey: string): Vault {
  const key = readMasterKey(masterKey);
  return {
    seal(secret, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
      return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64');
      const iv = bytes.subarray(0, IV_BYTES);
      const tag = bytes.subarray(-TAG_BYTES);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(place))
          .setAuthTag(tag);
        return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new MasterKeyError(
          `The secret of ${place} does not open. Start with the master key this database was made with.`,
          { cause: error },
        );
      }
    },
  };
}

function readMasterKey(masterKey: string): Buffer {
  const text = masterKey.trim();
  const bytes = Buffer.from(text, 'base64');
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(text) || bytes.length !== KEY_BYTES) {
    throw new MasterKeyError(
      `The master key must be ${KEY_BYTES} bytes in base64 (44 characters); this one has ${bytes.length} bytes. ` +
        'Make one with: openssl rand -base64 32',
    );
  }
  return bytes;
}

import { createHash, randomBytes } from 'node:crypto';
import { put, type Records } from '../storage/records.ts';
import type { UploadedFile } from '../wire/multipart.ts';

/** A file that a merchant has uploaded. */
export interface UploadRecord {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  readonly size: number;
  /** Hex digits. */
  readonly sha256: string;
  readonly base64: string;
}

/** The files that merchants have uploaded. */
export class UploadBook {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  keep(appId: string, { name, bytes }: UploadedFile): UploadRecord {
    const id = randomBytes(16).toString('base64url');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const upload = { id, appId, name, size: bytes.length, sha256, base64: bytes.toString('base64') };
    this.#records.commit(put('upload', id, upload));
    return upload;
  }

  find(id: string): UploadRecord | undefined {
    return this.#records.get('upload', id);
  }
}

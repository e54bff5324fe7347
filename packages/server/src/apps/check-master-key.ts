import type { Database } from '../database/index.ts';
import type { Vault } from './vault.ts';

const PLACE = 'master_key_check/1';
const KNOWN_TEXT = 'till';

/**
 * Notices a wrong master key at the start, before anything is sealed under it.
 * @throws {MasterKeyError}
 */
export async function checkMasterKey(database: Database, vault: Vault): Promise<void> {
  await database.queries
    .insertInto('master_key_check')
    .values({ id: 1n, sealed: vault.seal(KNOWN_TEXT, PLACE) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { sealed } = await database.queries.selectFrom('master_key_check').select('sealed').executeTakeFirstOrThrow();
  vault.open(sealed, PLACE);
}

import { parseRecord, printRecord } from './record-text.ts';
import type { Change } from './store.ts';

export const FORMAT = 1;

/** Everything that a sandbox remembers, as plain JSON: keep it in a file, load it with `createSandbox({ state })`. */
export interface Snapshot {
  readonly format: number;
  /** The sandbox's time when it was saved, epoch milliseconds. */
  readonly now: number;
  /** Amounts in fen are written `{"$fen": "8888"}`. */
  readonly records: readonly { readonly kind: string; readonly id: string; readonly record: object }[];
}

/** A state on its way into a sandbox. */
export interface SavedState {
  /** The sandbox's time when it was saved, epoch milliseconds. */
  readonly now: number;
  /** Read one by one, so that they need not all be in memory twice. */
  readonly records: Iterable<Change>;
}

/** A state that cannot be loaded. `message` says why and what to do. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

export function takeSnapshot(records: Iterable<Change>, now: number): Snapshot {
  const kept: Snapshot['records'][number][] = [];
  for (const { kind, id, record } of records) {
    if (record !== null) kept.push({ kind, id, record: JSON.parse(printRecord(record)) as object });
  }
  return { format: FORMAT, now, records: kept };
}

/** The records of a snapshot. @throws {SnapshotError} if it is none, or one of a newer version. */
export function readSnapshot(state: Snapshot): SavedState {
  if (typeof state !== 'object' || state === null || !Array.isArray(state.records) || !Number.isFinite(state.now)) {
    throw new SnapshotError('state is no saved sandbox. Give what sandbox.save() returned.');
  }
  checkFormat(state.format);
  return { now: state.now, records: copies(state.records) };
}

/** @throws {SnapshotError} for the format of another version. */
export function checkFormat(format: number): void {
  if (format === FORMAT) return;
  throw new SnapshotError(`state was saved by another version of the sandbox (format ${format}). Update it.`);
}

/** The sandbox keeps records of its own: whoever has the snapshot may change it, or load it again. */
function* copies(records: Snapshot['records']): Generator<Change> {
  for (const { kind, id, record } of records) {
    if (typeof record !== 'object') throw new SnapshotError(`state is damaged: its ${kind} ${id} is no record.`);
    yield { kind, id, record: parseRecord(JSON.stringify(record)) };
  }
}

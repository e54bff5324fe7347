import { closeSync, openSync, readSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { parseRecord, printRecord } from './record-text.ts';
import { checkFormat, FORMAT, type SavedState, SnapshotError } from './snapshot.ts';
import type { Change } from './store.ts';

/** What is written, or read, at a time. */
const CHUNK_BYTES = 1024 * 1024;
const NEW_LINE = 10;

/** The first line of a state file. Each further one is a record: `{"kind":"trade","id":"...","record":{...}}`. */
interface Heading {
  readonly format: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** How many records follow. */
  readonly count: number;
}

/**
 * Writes a state as JSON lines, a piece at a time: the sandbox goes on answering, and what changes meanwhile is not in
 * the file. It appears under its name when it is whole.
 */
export async function writeStateFile(
  path: string,
  { count, each }: { readonly count: number; readonly each: Iterable<Change> },
  now: number,
): Promise<void> {
  const partial = `${path}.part`;
  const file = await open(partial, 'w');
  try {
    const heading: Heading = { format: FORMAT, now, count };
    let text = `${JSON.stringify(heading)}\n`;
    for (const change of each) {
      text += `${printRecord(change)}\n`;
      if (text.length < CHUNK_BYTES) continue;
      await file.write(text);
      text = '';
    }
    await file.write(text);
    await file.sync();
    await file.close();
    await rename(partial, path);
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  }
}

/** Reads what {@link writeStateFile} wrote. The file is open only while its records are being read. */
export function readStateFile(path: string): SavedState {
  const { format, now, count } = readHeading(path);
  checkFormat(format);
  return { now, records: recordsOf(path, count) };
}

function readHeading(path: string): Heading {
  const heading: Partial<Heading> = parsed(firstLine(path)) ?? {};
  const { format, now, count } = heading;
  if (format === undefined || now === undefined || count === undefined) {
    const hint = 'Give a file that sandbox.saveTo() wrote; of what sandbox.save() returned, give the object.';
    throw new SnapshotError(`${path} is no saved state. ${hint}`);
  }
  return { format, now, count };
}

function firstLine(path: string): string {
  for (const line of linesOf(path)) return line;
  return '';
}

function* recordsOf(path: string, count: number): Generator<Change> {
  let read = -1;
  for (const line of linesOf(path)) {
    const change = parsed(line) as Change | undefined;
    if (change === undefined) break;
    if (++read > 0) yield change;
  }
  if (read !== count) {
    throw new SnapshotError(`${path} is damaged: ${read} of its ${count} records can be read. Save the state again.`);
  }
}

function parsed(line: string): object | undefined {
  try {
    return parseRecord(line);
  } catch {
    return undefined;
  }
}

/** A file's lines, without reading it whole. @throws {SnapshotError} if it cannot be read. */
function* linesOf(path: string): Generator<string, undefined> {
  const file = openToRead(path);
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, size)]);
      let start = 0;
      for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE, start)) {
        yield bytes.toString('utf8', start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(file);
  }
  return undefined;
}

function openToRead(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new SnapshotError(`${path} cannot be read: ${cause}. Give a file that sandbox.saveTo() wrote.`);
  }
}

import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from './measure.ts';
import type { Step, StepResult } from './million-process.ts';

/** Of the heap of each process: with more than it needs, the garbage would be measured. */
const HEAP_MB = 4_096;

/**
 * A sandbox that holds a million trades: made, written, started again, asked, saved, loaded, and all of them finished.
 * Each step has a process of its own. It takes about a quarter of an hour, 4 GB of memory and 10 GB in the folder for
 * temporary files.
 */
export async function* measureMillion(trades: number): AsyncGenerator<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'till-million-'));
  try {
    const files = { dataFile: join(folder, 'sandbox.db'), stateFile: join(folder, 'state.jsonl') };
    let held: Step['held'] = { trades };
    for (const name of ['make', 'hold', 'load'] as const) {
      const result = await inProcess({ name, ...files, held });
      held = result.held;
      yield* result.measurements;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function inProcess(step: Step): Promise<StepResult> {
  const child = fork(new URL('./million-process.ts', import.meta.url), {
    execArgv: ['--conditions=@till/source', `--max-old-space-size=${HEAP_MB}`],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as StepResult));
    child.once('exit', (code) => reject(new Error(`The step ${step.name} ended with ${code} and no result.`)));
    child.send(step);
  });
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes, once nothing is left to collect. */
export async function heapUsed(): Promise<number> {
  for (let count = 0; count < 4; count++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage();
  }
  const { heapUsed: heap, external } = process.memoryUsage();
  return heap + external;
}

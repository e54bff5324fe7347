import { firstStopRequest } from './stop-request.ts';
import { till } from './till.ts';

/** Runs the command line that a process was started with; the process ends with its exit code. */
export async function run(process: NodeJS.Process): Promise<void> {
  process.exitCode = await till({
    argv: process.argv.slice(2),
    env: process.env,
    print: (line) => console.log(line),
    note: (line) => console.error(line),
    stopRequested: () => firstStopRequest(process),
  });
}

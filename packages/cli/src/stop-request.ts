/** What asks a process to stop: Ctrl-C, `kill`, and a terminal that goes away. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How often to look whether npm is still there. */
const PARENT_CHECK_MS = 250;

/**
 * Settles at the first request to stop. Later ones are ignored: npm passes a terminal's Ctrl-C on to a child that
 * has already had it, so a second signal does not mean that a person has lost patience.
 */
export function firstStopRequest(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.on(signal, () => resolve());
    if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(process, resolve);
  });
}

/**
 * A script of npm's has a shell between npm and itself, which dies of the signal it should have passed on. Whoever
 * stops `npm start` means us, and must not find the ports taken by a process that nobody sees any more.
 */
function whenOrphaned(process: NodeJS.Process, stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, PARENT_CHECK_MS).unref();
}

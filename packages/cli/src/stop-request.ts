/** What asks a process to stop: Ctrl-C, `kill`, and a terminal that goes away. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Settles at the first request to stop. Later ones are ignored: npm passes a terminal's Ctrl-C on to a child that
 * has already had it, so a second signal does not mean that a person has lost patience.
 */
export function firstStopRequest(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) process.on(signal, () => resolve());
  });
}

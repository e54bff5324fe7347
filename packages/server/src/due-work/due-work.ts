import type { FastifyBaseLogger } from 'fastify';

export interface DueWorkOptions<Item> {
  readonly name: string;
  /** How often to look, in real time. What is due is decided by the claim, by whatever clock it uses. */
  readonly tickMs: number;
  readonly atOnceMax: number;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
  /** Takes up to `limit` items that are due, so that no other process takes them too. */
  claim(limit: number): Promise<Item[]>;
  /** Does one. Whatever it throws is logged; the item comes back when its lease ends. */
  handle(item: Item, signal: AbortSignal): Promise<void>;
}

export interface DueWork {
  /** Takes nothing new, cuts short what waits for the network, and waits for the rest. */
  stop(): Promise<void>;
}

/** Works through rows as they become due, a bounded number at once. A slow item does not hold up the others. */
export function startDueWork<Item>(options: DueWorkOptions<Item>): DueWork {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;

  const run = (item: Item) => {
    const job = options
      .handle(item, stopping.signal)
      .catch((error: unknown) => options.log.error({ err: error }, `${options.name}: an item failed`))
      .finally(() => running.delete(job));
    running.add(job);
  };

  const look = async () => {
    try {
      const room = options.atOnceMax - running.size;
      if (room > 0) for (const item of await options.claim(room)) run(item);
    } catch (error) {
      options.log.error({ err: error }, `${options.name}: cannot look for due work`);
    }
    if (!stopping.signal.aborted) timer = setTimeout(tick, options.tickMs);
  };
  const tick = () => {
    looking = look();
  };
  timer = setTimeout(tick, options.tickMs);

  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all(running);
    },
  };
}

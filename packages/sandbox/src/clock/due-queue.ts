/** Something that will happen at an instant. */
export interface DueEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Counts up: first come, first served among those of one instant. */
  readonly order: number;
  readonly happen: () => Promise<void> | void;
}

/** What is due, the earliest first: a binary heap, for a sandbox may hold a million trades that will expire. */
export class DueQueue {
  readonly #heap: DueEvent[] = [];

  get next(): DueEvent | undefined {
    return this.#heap[0];
  }

  add(event: DueEvent): void {
    this.#rise(this.#heap.length, event);
  }

  /** Takes the earliest out. */
  take(): DueEvent | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  clear(): void {
    this.#heap.length = 0;
  }

  /** Moves parents down until the event may stand at the place that becomes free. */
  #rise(from: number, event: DueEvent): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || !isBefore(event, parent)) break;
      this.#heap[index] = parent;
      index = above;
    }
    this.#heap[index] = event;
  }

  /** Moves earlier children up, from the top, until the event may stand at the place that becomes free. */
  #sink(event: DueEvent): void {
    let index = 0;
    for (let child = this.#earlierChild(index); child !== undefined; child = this.#earlierChild(index)) {
      if (!isBefore(child.event, event)) break;
      this.#heap[index] = child.event;
      index = child.index;
    }
    this.#heap[index] = event;
  }

  #earlierChild(index: number): { readonly index: number; readonly event: DueEvent } | undefined {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    if (left === undefined) return undefined;
    if (right !== undefined && isBefore(right, left)) return { index: 2 * index + 2, event: right };
    return { index: 2 * index + 1, event: left };
  }
}

function isBefore(a: DueEvent, b: DueEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

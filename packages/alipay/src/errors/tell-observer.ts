/** Tells an observer. Whoever watches a payment must not be able to break it: what it throws, now or later, is dropped. */
export function tellObserver(tell: () => unknown): void {
  try {
    Promise.resolve(tell()).catch(drop);
  } catch {
    drop();
  }
}

function drop(): void {}

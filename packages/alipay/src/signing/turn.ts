let isTaken = false;

/** True for one caller in each turn of the event loop: who may compute for a moment then holds nobody up for long. */
export function takeTurn(): boolean {
  if (isTaken) return false;
  isTaken = true;
  setImmediate(() => {
    isTaken = false;
  });
  return true;
}

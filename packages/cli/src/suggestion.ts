/** How many letters a person may have got wrong for a guess still to be welcome. */
const DISTANCE_MAX = 2;

/** Finds the word a person most likely meant, or nothing where no word is near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  let nearest: { word: string; distance: number } | undefined;
  for (const word of words) {
    const distance = editDistance(typed.toLowerCase(), word);
    const near = distance <= DISTANCE_MAX && distance < word.length;
    if (near && (nearest === undefined || distance < nearest.distance)) nearest = { word, distance };
  }
  return nearest?.word;
}

/** Counts letters added, dropped, changed, or swapped with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + changed);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

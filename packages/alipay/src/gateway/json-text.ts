/** A string, or a whole number of sixteen digits or more. */
const STRING_OR_LARGE = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/** Whether such a number may be in it: most answers have none, and are not looked through. */
const MAY_BE_LARGE = /(?:^|[:[,\s])-?\d{16}/;

/**
 * Parses JSON. A whole number that JavaScript cannot hold exactly becomes its text: an id with wrong last digits is worse
 * than one that is not a number. Undefined if it is no JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(MAY_BE_LARGE.test(text) ? withLargeAsText(text) : text);
  } catch {
    return undefined;
  }
}

function withLargeAsText(text: string): string {
  return text.replace(STRING_OR_LARGE, (found) => {
    const isLarge = !found.startsWith('"') && !Number.isSafeInteger(Number(found));
    return isLarge ? `"${found}"` : found;
  });
}

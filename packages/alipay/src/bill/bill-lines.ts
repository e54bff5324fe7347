import { AlipayBillError } from './bill-error.ts';

/** Longer than any line of a bill. */
const LINE_CHARACTERS_MAX = 64 * 1024;

/**
 * Decodes a bill's file (always GBK) and cuts it into lines, which come by the handful: one at a time would cost more
 * than reading them.
 * @throws {AlipayBillError} if the bytes are not GBK text.
 */
export async function* billLines(data: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('gbk', { fatal: true });
  let rest = '';
  for await (const chunk of data) {
    const lines = (rest + decoded(decoder, chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARACTERS_MAX) throw new AlipayBillError('foreign', 'The file is not a bill: no lines.');
    yield lines.map(withoutReturn);
  }
  rest += decoded(decoder);
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new AlipayBillError('foreign', 'The file is not a bill: it is not written in GBK.', cause);
  }
}

/** One event of a stream. Alipay names them `start`, `data`, `end` and `error`. */
export interface V3Event {
  readonly event: string;
  /** The event's text: JSON where Alipay's document says so. */
  readonly data: string;
  readonly id?: string;
}

/** An event's text must not fill the memory. */
const EVENT_LENGTH_MAX = 4 * 1024 * 1024;

/**
 * The events of a `text/event-stream`, as they come. An event that is not whole when the stream ends is dropped, as the
 * standard has it.
 * Source: WHATWG HTML, 9.2.6.
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<V3Event, void> {
  const decoder = new TextDecoder();
  let rest = '';
  let lines: string[] = [];
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A line end may come in two chunks.
    const isCut = rest.endsWith('\r');
    const parts = (isCut ? rest.slice(0, -1) : rest).split(/\r\n|\r|\n/);
    rest = (parts.pop() ?? '') + (isCut ? '\r' : '');
    for (const line of parts) {
      if (line !== '') lines.push(line);
      else {
        const event = eventOf(lines);
        lines = [];
        if (event !== undefined) yield event;
      }
    }
    if (rest.length > EVENT_LENGTH_MAX || lines.length > EVENT_LENGTH_MAX / 16) {
      throw new Error(`an event is larger than ${EVENT_LENGTH_MAX} characters`);
    }
  }
}

function eventOf(lines: readonly string[]): V3Event | undefined {
  let event = '';
  let id: string | undefined;
  const data: string[] = [];
  for (const line of lines) {
    const [, name, value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? [];
    if (name === 'event') event = value;
    if (name === 'data') data.push(value);
    if (name === 'id') id = value;
  }
  if (event === '' && data.length === 0) return undefined;
  return { event: event === '' ? 'message' : event, data: data.join('\n'), ...(id === undefined ? {} : { id }) };
}

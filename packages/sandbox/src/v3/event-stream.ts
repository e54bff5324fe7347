import type { AnswerFields } from '../gateway/answer.ts';
import { GatewayRefusal } from '../gateway/refusal.ts';
import type { HttpReply } from '../http/message.ts';

const PREFIX = '/v3/stream/';

/** The method that a stream is asked of; undefined where the path is no stream's. */
export function streamedMethod(path: string): string | undefined {
  if (!path.startsWith(PREFIX)) return undefined;
  const name = path.slice(PREFIX.length).replaceAll('/', '.');
  return /^[a-z\d]+(\.[a-z\d_]+)+$/i.test(name) ? name : undefined;
}

/** What a streaming method says that nothing is known of: no description of Alipay's lists them. */
export const UNKNOWN_TALK: AnswerFields = { text: '这是沙箱的示例回答。', finish_reason: 'stop' };

/**
 * Server-sent events: `start`, one `data` for each field, `end`; or `error` when the method refuses. Unsigned, as at
 * Alipay: only the connection vouches for a stream.
 */
export function streamReply(answer: () => AnswerFields, traceId: string): HttpReply {
  const body = [event('start', { type: 'start' }), ...eventsOf(answer)].join('');
  const headers = { 'content-type': 'text/event-stream;charset=UTF-8', 'cache-control': 'no-cache' };
  return { status: 200, headers: { ...headers, 'alipay-trace-id': traceId }, body };
}

/** A refusal of the gateway itself comes before any stream, as in any other call. @throws {GatewayRefusal} */
function eventsOf(answer: () => AnswerFields): string[] {
  try {
    const { code: _, msg: __, ...fields } = answer();
    const data = Object.entries(fields).map(([name, value]) => packed('data', { [name]: value }));
    return [...data, event('end', { type: 'end' })];
  } catch (error) {
    if (!(error instanceof GatewayRefusal) || error.code !== '40004') throw error;
    return [packed('error', { errorCode: error.subCode, errorMsg: error.subMsg })];
  }
}

/** Alipay packs what it has to say as a text within the event. */
function packed(type: 'data' | 'error', payload: object): string {
  return event(type, { payload: JSON.stringify(payload), type });
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

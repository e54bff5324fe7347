import { spawn } from 'node:child_process';

/** A place in a program's text, from 0. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** What an editor was offered at a place, and how long it waited. */
export interface Completion {
  readonly seconds: number;
  readonly labels: readonly string[];
}

/**
 * Asks the compiler's language server, as an editor does, what could be written at each place of a file, one after
 * another. The first answer includes reading the whole program.
 */
export async function complete(
  tsc: string,
  uri: string,
  text: string,
  places: readonly Place[],
): Promise<Completion[]> {
  const server = spawn(process.execPath, [tsc, '--lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const connection = connect(server.stdin, server.stdout);
    await connection.ask('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
    connection.tell('initialized', {});
    connection.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
    const completions: Completion[] = [];
    for (const position of places) {
      const start = performance.now();
      const offered = await connection.ask('textDocument/completion', { textDocument: { uri }, position });
      completions.push({ seconds: (performance.now() - start) / 1000, labels: labelsOf(offered) });
    }
    return completions;
  } finally {
    server.kill();
  }
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[] };
  readonly result?: unknown;
}

/** The language server protocol over a pipe: each message has a header that tells its length. */
function connect(input: NodeJS.WritableStream, output: NodeJS.ReadableStream) {
  const waiting = new Map<number | string, (result: unknown) => void>();
  let received = Buffer.alloc(0);
  let asked = 0;
  const write = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    input.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  output.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let message = next(); message !== undefined; message = next()) take(message);
  });
  function next(): Message | undefined {
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const length = Number(/Content-Length: (\d+)/i.exec(received.toString('utf8', 0, end))?.[1]);
    if (received.length < end + 4 + length) return undefined;
    const body = received.toString('utf8', end + 4, end + 4 + length);
    received = received.subarray(end + 4 + length);
    return JSON.parse(body);
  }
  function take({ id, method, params, result }: Message): void {
    if (id === undefined) return;
    // The server asks back for the editor's settings, which are all left to it.
    if (method !== undefined) write({ id, result: params?.items?.map(() => null) ?? null });
    else waiting.get(id)?.(result);
  }
  return {
    tell: (method: string, params: object) => write({ method, params }),
    ask: (method: string, params: object) =>
      new Promise<unknown>((answered) => {
        const id = ++asked;
        waiting.set(id, answered);
        write({ id, method, params });
      }),
  };
}

function labelsOf(offered: unknown): readonly string[] {
  const { items = [] } = (offered ?? {}) as { readonly items?: readonly { readonly label: string }[] };
  return items.map(({ label }) => label);
}

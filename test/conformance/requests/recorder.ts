import { type Received, startGateway } from '../../../packages/alipay/src/client/gateway.fixture.ts';

export type { Received };

/** A part of an upload: its text, or a file's name and bytes. */
export type Part = readonly [name: string, text: string, fileName?: string];

/** A gateway that answers nothing of use: only what reaches it counts. */
export async function openRecorder() {
  const { origin, received } = await startGateway((response) =>
    response.writeHead(400).end('{"code":"x","message":"y"}'),
  );
  let nonce = 'v2 has none';
  /** What a call sends, however it ends. */
  async function sent(call: () => Promise<unknown>): Promise<Received> {
    await call().catch(() => undefined);
    const [request] = received.splice(0);
    if (request === undefined) throw new Error('Nothing was sent.');
    return request;
  }
  return {
    origin,
    /** The nonce of the official request, for ours. */
    nonce: () => nonce,
    /** The official client makes its nonce deep inside, so it goes first, and ours is given the same. */
    async both(ours: () => Promise<unknown>, official: () => Promise<unknown>) {
      const theirs = await sent(official);
      nonce = /nonce=([^,]+)/.exec(theirs.headers.authorization ?? '')?.[1] ?? nonce;
      return { mine: await sent(ours), theirs };
    },
  };
}

/** The parts of a multipart body, in order. */
export async function partsOf({ body, headers }: Received): Promise<Part[]> {
  const type = { headers: { 'content-type': headers['content-type'] ?? '' } };
  const form = await new Response(new Uint8Array(body), type).formData();
  const parts = [...form].map(async ([name, value]): Promise<Part> => {
    if (typeof value === 'string') return [name, value];
    return [name, Buffer.from(await value.arrayBuffer()).toString('latin1'), value.name];
  });
  return Promise.all(parts);
}

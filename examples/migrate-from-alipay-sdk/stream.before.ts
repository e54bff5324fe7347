import type { AlipaySdk } from 'alipay-sdk';

export async function eventsOf(alipay: AlipaySdk, path: string, body: Record<string, string>): Promise<string[]> {
  const said: string[] = [];
  for await (const { event, data } of alipay.sse('POST', path, { body })) {
    if (event === 'error') throw new Error(data);
    said.push(`${event}: ${data}`);
  }
  return said;
}

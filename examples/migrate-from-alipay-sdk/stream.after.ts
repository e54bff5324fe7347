import type { Alipay } from '@till/alipay';

export async function eventsOf(alipay: Alipay, path: string, body: Record<string, string>): Promise<string[]> {
  const said: string[] = [];
  for await (const { event, data } of alipay.v3Stream(`POST ${path}`, body)) said.push(`${event}: ${data}`);
  return said;
}

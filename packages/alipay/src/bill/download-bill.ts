import { AlipayRequestError, messageOf } from '../errors/index.ts';
import { BeijingTimeError, parseBeijing } from '../time/index.ts';
import { AlipayBillError } from './bill-error.ts';
import type { BillRows, BillType } from './bill-row.ts';
import { readBill } from './read-bill.ts';

/** The part of `fetch` that a download uses. */
export type BillFetch = (
  url: string,
  init: { method: 'GET'; headers: Record<string, string>; redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>;

/** Where bills come from: a client. */
export interface BillSource {
  execute(
    method: string,
    bizContent: Readonly<Record<string, string>>,
    options?: { signal?: AbortSignal },
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** How bills are downloaded. */
export interface BillDownloadSettings {
  /** The gateway's address. A bill may lie at its own origin even without https: that is where a sandbox has it. */
  readonly gateway?: string | URL;
  /** Default: the platform's `fetch`. */
  readonly fetch?: BillFetch;
}

/** Which bill is wanted. */
export interface BillRequest<Type extends BillType> {
  /** `trade`: payments and refunds; `signcustomer`: all movements of the account. */
  readonly type: Type;
  /** A day `2026-03-01`, from the next morning on; or a month `2026-03`, from the first of the next on. Beijing time. */
  readonly date: string;
}

/** Options of one download. */
export interface BillOptions {
  /** The seller whose bill it must be; any, if not given. */
  readonly sellerId?: string;
  /** How long to wait for the file's next bytes, in milliseconds. Default 30000. */
  readonly stallMs?: number;
  readonly signal?: AbortSignal;
  /** The most bytes of the packed file. Default 1 GiB. */
  readonly packedBytesMax?: number;
  /** The most bytes unpacked. Default 8 GiB. */
  readonly bytesMax?: number;
}

/**
 * Asks for a bill's address, downloads it, and yields what it says, row by row, in constant memory.
 *
 * Rows count only once the iteration has ended without an error: only then is it known that the bill is whole and fits
 * its own totals.
 * Source: Alipay open platform, `alipay.data.dataservice.bill.downloadurl.query`.
 * @throws {AlipayRequestError} if the date is none.
 * @throws {AlipayGatewayError} if Alipay has no such bill (yet).
 * @throws {AlipayBillError} if the file cannot be had or is not right.
 */
export async function* downloadBill<Type extends BillType>(
  source: BillSource,
  settings: BillDownloadSettings,
  { type, date }: BillRequest<Type>,
  options: BillOptions = {},
): AsyncGenerator<BillRows[Type]> {
  const from = beginningOf(date);
  const { signal } = options;
  const named = { bill_type: type, bill_date: date };
  const node = await source.execute(METHOD, named, signal === undefined ? {} : { signal });
  const url = downloadUrl(node.bill_download_url, settings.gateway);
  const stall = new Stall(options.stallMs ?? STALL_MS);
  const ends = signal === undefined ? stall.signal : AbortSignal.any([stall.signal, signal]);
  try {
    const response = await fetchBill(settings.fetch ?? fetch, url, ends);
    const { sellerId, packedBytesMax, bytesMax } = options;
    yield* readBill(watched(response, stall, url), { type, from, sellerId, packedBytesMax, bytesMax });
  } finally {
    stall.end();
  }
}

const METHOD = 'alipay.data.dataservice.bill.downloadurl.query';
const STALL_MS = 30_000;

function beginningOf(date: string): number {
  const day = /^\d{4}-\d\d$/.test(date) ? `${date}-01` : date;
  try {
    return parseBeijing(`${day} 00:00:00`);
  } catch (cause) {
    if (!(cause instanceof BeijingTimeError)) throw cause;
    const problem = `The bill's date is ${JSON.stringify(date)}. Write a day like "2026-03-01" or a month like "2026-03".`;
    throw new AlipayRequestError(problem, { cause });
  }
}

/**
 * Alipay gives addresses with http, though it serves them with https as well. A bill is a secret, and its address
 * opens it; so nothing is asked without https, but of the gateway itself.
 */
function downloadUrl(address: unknown, gateway: string | URL | undefined): URL {
  if (typeof address !== 'string' || !URL.canParse(address)) {
    throw new AlipayBillError('download', `Alipay gave no address of the bill, but ${JSON.stringify(address)}.`);
  }
  const url = new URL(address);
  if (url.protocol === 'https:' || (gateway !== undefined && url.origin === new URL(gateway).origin)) return url;
  if (url.protocol !== 'http:' || url.port !== '') {
    throw new AlipayBillError('download', `The bill's address is not a web address with https: ${url.origin}.`);
  }
  url.protocol = 'https:';
  return url;
}

async function fetchBill(fetchFile: BillFetch, url: URL, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetchFile(url.href, { method: 'GET', headers: {}, redirect: 'manual', signal });
  } catch (cause) {
    throw broken(url, cause);
  }
  if (response.status === 200 && response.body !== null) return response;
  await response.body?.cancel();
  const hint = response.status >= 300 && response.status < 400 ? 'It redirects, which is not followed.' : RETRY;
  throw new AlipayBillError('download', `${url.origin} answered ${response.status} instead of the bill. ${hint}`);
}

const RETRY = 'The address holds for 30 seconds: ask for the bill again.';

async function* watched(response: Response, stall: Stall, url: URL): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) {
      stall.restart();
      yield chunk;
    }
  } catch (cause) {
    throw broken(url, cause);
  }
}

function broken(url: URL, cause: unknown): AlipayBillError {
  const problem = `The download from ${url.origin} broke off (${messageOf(cause)}). ${RETRY}`;
  return new AlipayBillError('download', problem, cause);
}

/** Ends a download from which nothing comes any more, however long it may take as a whole. */
class Stall {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(stallMs: number) {
    const problem = new Error(`nothing came for ${stallMs} ms`);
    this.#timer = setTimeout(() => this.#controller.abort(problem), stallMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

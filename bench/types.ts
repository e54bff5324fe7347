import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { complete, type Place } from './completion.ts';
import type { Measurement } from './measure.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const ROUNDS = 7;

/**
 * What the types of all Alipay's APIs cost: a program that calls ten of them, checked from nothing as `tsc` does it, over
 * an empty program; and how long an editor waits for what it offers to write. Time is the wall clock's, memory what the
 * compiler reports.
 */
export async function measureTypes(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'till-types-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const empty = program(folder, 'empty', 'export {};\n');
    const text = TEN_APIS.replace('API', relative(join(folder, 'ten'), API));
    const ten = program(folder, 'ten', text);
    const runs = Array.from({ length: ROUNDS }, () => ({ empty: check(empty), ten: check(ten) }));
    const waits = await completions(ten, text);
    const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick));
    const seconds = of((run) => run.empty.seconds);
    const megabytes = of((run) => run.empty.megabytes);
    return [
      ...pair(
        'time',
        's',
        seconds,
        of((run) => run.ten.seconds),
      ),
      ...pair(
        'memory',
        'MB',
        megabytes,
        of((run) => run.ten.megabytes),
      ),
      ...waits.map(([name, value]) => line(name, value, 's', 'time, an empty file', seconds)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One figure of both programs, and how much the second has over the first. */
function pair(what: string, unit: 's' | 'MB', empty: number, ten: number): Measurement[] {
  const against = `${what}, an empty file`;
  const each = (name: string, value: number) => line(name, value, unit, against, empty);
  return [each(against, empty), each(`${what}, ten APIs`, ten), each(`${what}, ten APIs over empty`, ten - empty)];
}

function line(name: string, value: number, unit: 's' | 'MB', against: string, limit: number): Measurement {
  return { suite: 'types', name, value: round(value), unit, against, ratio: round(value / limit) };
}

/** How long an editor waits: for the first answer after opening the file, then for fields, and for method names. */
async function completions(project: string, text: string): Promise<[string, number][]> {
  const after = (written: string): Place => {
    const lines = text.slice(0, text.indexOf(written) + written.length).split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  const uri = pathToFileURL(join(project, 'program.ts')).href;
  const fields = after("refund_amount: '5.00',");
  const [first, then, methods] = await complete(TSC, uri, text, [fields, fields, after("alipay.execute('alipay.")]);
  const offered = then?.labels.includes('refund_reason?') && methods?.labels.includes('alipay.trade.refund');
  if (!first || !then || !methods || !offered) throw new Error('The language server did not offer what it should.');
  return [
    ['completion, first in a file', first.seconds],
    ['completion, fields', then.seconds],
    ['completion, method names', methods.seconds],
  ];
}

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

function check(project: string): Cost {
  const start = performance.now();
  const run = spawnSync(process.execPath, [TSC, '--project', project, '--extendedDiagnostics'], { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (run.status !== 0) throw new Error(`The compiler found errors in its own benchmark:\n${run.stdout}${run.stderr}`);
  const kilobytes = Number(/Memory used:\s+(\d+)K/.exec(run.stdout)?.[1]);
  return { seconds, megabytes: kilobytes / 1024 };
}

function program(folder: string, name: string, text: string): string {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, 'program.ts'), text);
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), include: ['program.ts'] }),
  );
  return project;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const API = join(ROOT, 'packages/alipay/src/api/index.ts');

const TEN_APIS = `
import type {
  ArgumentsOf, CallMethod, PageMethod, ResponseOf, V3ArgumentsOf, V3Operation, V3ResponseOf,
} from 'API';

interface Options { readonly notifyUrl?: string; readonly authToken?: string; readonly params?: Record<string, string> }
declare const alipay: {
  execute<M extends CallMethod>(method: M, ...rest: ArgumentsOf<M, Options>): Promise<ResponseOf<M>>;
  pageForm<M extends PageMethod>(method: M, ...rest: ArgumentsOf<M, Options>): string;
  v3<O extends V3Operation>(operation: O, ...rest: V3ArgumentsOf<O, Options>): Promise<V3ResponseOf<O>>;
};

const order = { out_trade_no: 'A1', total_amount: '88.88', subject: 'Tea' };
export const form = alipay.pageForm('alipay.trade.page.pay', { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' });
export const created = await alipay.execute('alipay.trade.create', { ...order, product_code: 'JSAPI_PAY', buyer_id: '2088' });
export const status = (await alipay.execute('alipay.trade.query', { out_trade_no: 'A1' })).trade_status;
export const refunded = await alipay.execute('alipay.trade.refund', { out_trade_no: 'A1', refund_amount: '5.00', });
export const bill = (await alipay.execute('alipay.data.dataservice.bill.downloadurl.query', {
  bill_type: 'trade', bill_date: '2026-03-01',
})).bill_download_url;
export const token = await alipay.execute('alipay.system.oauth.token', {}, {
  params: { grant_type: 'authorization_code', code: 'C1' },
});
export const user = await alipay.execute('alipay.user.info.share', {}, { authToken: token.access_token });
export const card = await alipay.execute('alipay.marketing.card.query', { target_card_no: '1' });
export const closed = await alipay.v3('POST /v3/alipay/trade/close', { out_trade_no: 'A1' });
export const activity = await alipay.v3('GET /v3/alipay/marketing/activity/{activity_id}', { activity_id: '1' });
`;

import { parseArgs } from 'node:util';
import { measureBills } from './bills.ts';
import { measureImport } from './import.ts';
import { type Measurement, measure } from './measure.ts';
import { measureMillion } from './million.ts';
import { measureSandbox } from './sandbox.ts';
import { sdkContests } from './sdk.ts';
import { measureTypes } from './types.ts';
import { measureV3Requests } from './v3-requests.ts';

type Suite = () => Iterable<Measurement> | Promise<Iterable<Measurement>> | AsyncIterable<Measurement>;

/** The suites by name. Each is one command: `npm run bench -- NAME [--json]`. */
const SUITES: Readonly<Record<string, Suite>> = {
  bills: measureBills,
  import: measureImport,
  /** Takes a quarter of an hour, and so runs only by its name; `--trades 100000` makes it shorter. */
  million: () => measureMillion(Number(values.trades ?? 1_000_000)),
  sandbox: measureSandbox,
  sdk: async () => [...sdkContests().flatMap(measure), ...(await measureV3Requests())],
  types: measureTypes,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, trades: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(SUITES).filter((name) => name !== 'million');
const unknown = names.find((name) => !Object.hasOwn(SUITES, name));
if (unknown !== undefined) {
  console.error(`There is no suite ${JSON.stringify(unknown)}. Suites: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(1);
}

for (const name of names) {
  for await (const measurement of (await SUITES[name]?.()) ?? []) {
    console.log(values.json ? JSON.stringify(measurement) : line(measurement));
  }
}

function line({ name, value, unit, ratio, against }: Measurement): string {
  const share = `${(ratio * 100).toFixed(1)}%`.padStart(7);
  return `${name.padEnd(32)} ${String(value).padStart(8)} ${unit} ${share} of ${against}`;
}

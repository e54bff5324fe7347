import { parseArgs } from 'node:util';
import { measureBills } from './bills.ts';
import { measureImport } from './import.ts';
import { type Measurement, measure } from './measure.ts';
import { measureSandbox } from './sandbox.ts';
import { sdkContests } from './sdk.ts';
import { measureTypes } from './types.ts';
import { measureV3Requests } from './v3-requests.ts';

/** The suites by name. Each is one command: `npm run bench -- NAME [--json]`. */
const SUITES: Readonly<Record<string, () => Iterable<Measurement> | Promise<Iterable<Measurement>>>> = {
  bills: measureBills,
  import: measureImport,
  sandbox: measureSandbox,
  sdk: async () => [...sdkContests().flatMap(measure), ...(await measureV3Requests())],
  types: measureTypes,
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const names = positionals.length > 0 ? positionals : Object.keys(SUITES);
const unknown = names.find((name) => !Object.hasOwn(SUITES, name));
if (unknown !== undefined) {
  console.error(`There is no suite ${JSON.stringify(unknown)}. Suites: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(1);
}

for (const name of names) {
  for (const measurement of (await SUITES[name]?.()) ?? []) {
    console.log(values.json ? JSON.stringify(measurement) : line(measurement));
  }
}

function line({ name, value, unit, ratio, against }: Measurement): string {
  const share = `${(ratio * 100).toFixed(1)}%`.padStart(7);
  return `${name.padEnd(32)} ${String(value).padStart(8)} ${unit} ${share} of ${against}`;
}

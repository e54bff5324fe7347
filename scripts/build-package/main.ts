import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';
import { PACKAGES } from './pack.ts';
import { packedSize } from './packed-size.ts';

/** Builds every package as it is published, each into its own `dist`: `npm run build`. */
const root = fileURLToPath(new URL('../..', import.meta.url));
for (const folder of PACKAGES) {
  const target = join('packages', folder, 'dist');
  const names = await buildPackage(join(root, 'packages', folder), join(root, target));
  const kilobytes = Math.ceil((await packedSize(join(root, target))) / 1000);
  console.log(`${target.padEnd(24)} ${names.length} files, ${kilobytes} kB packed without types`);
}

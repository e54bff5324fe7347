import { fileURLToPath } from 'node:url';
import { buildPackage } from './build-package.ts';

/** Builds the SDK as it is published: `npm run build`. */
const folder = fileURLToPath(new URL('../../packages/alipay', import.meta.url));
for (const file of await buildPackage(folder, `${folder}/dist`)) console.log(file);

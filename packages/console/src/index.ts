import { fileURLToPath } from 'node:url';

/** The folder with the console's files, to be served as they are at `/console/`. */
export const consoleFolder: string = fileURLToPath(new URL('../page', import.meta.url));

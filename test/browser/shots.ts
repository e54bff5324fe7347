import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Keeps a picture of the page in `TILL_TEST_SHOTS`, for people to look at; does nothing where that is not set. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.TILL_TEST_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

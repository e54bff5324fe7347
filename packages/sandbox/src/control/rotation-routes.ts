import type { AppBook } from '../apps/app-book.ts';
import type { RegisteredApp } from '../apps/registration.ts';
import { json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import { takingNothing } from './input.ts';

/** `POST /_sandbox/apps/:app_id/rotate`: Alipay changes the key and certificate it signs with for an app. */
export function rotationRoutes(apps: AppBook): Route[] {
  const path = '/_sandbox/apps/:app_id/rotate';
  return [
    {
      method: 'POST',
      path,
      handle: takingNothing(async ({ params }) => json(await rotate(apps, params.app_id ?? ''))),
    },
  ];
}

/** @throws {SandboxError} 404 */
export async function rotate(apps: AppBook, appId: string): Promise<RegisteredApp> {
  const rotated = await apps.rotate(appId);
  if (rotated !== undefined) return rotated;
  throw new SandboxError(404, 'app_not_found', `There is no app ${appId}. POST /_sandbox/apps registers one.`);
}

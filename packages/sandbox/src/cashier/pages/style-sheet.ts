import { createHash } from 'node:crypto';
import type { Route } from '../../http/routes.ts';
import { style } from './style.ts';

/** Where browsers find the style sheet; another sheet has another address, so that this one may be kept for ever. */
export const styleSheetPath = `/cashier-style/${createHash('sha256').update(style).digest('hex').slice(0, 16)}.css`;

const reply = {
  status: 200,
  headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
  body: Buffer.from(style),
};

export function styleSheetRoutes(): Route[] {
  return [{ method: 'GET', path: styleSheetPath, handle: () => reply }];
}

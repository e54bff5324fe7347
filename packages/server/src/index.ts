export type { App, AppPatch, NewApp } from './apps/app.ts';
export { MasterKeyError } from './apps/vault.ts';
export { type AppView, createServer, type ServerOptions, type TillServer } from './create-server.ts';
export { DatabaseTooNewError, DatabaseUrlError } from './database/index.ts';
export { Refusal, type RefusalKind } from './refusal.ts';

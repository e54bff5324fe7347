export { DatabaseTooNewError } from './migrate.ts';
export { type Database, DatabaseUrlError, type Engine, openDatabase, type Queries } from './open-database.ts';

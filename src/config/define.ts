import type { Layout, Platform, Runner } from '../model/migration.ts';
import type { FailOn } from '../model/report.ts';
import type { EngineName } from '../model/trace.ts';

/** What `strata.config.ts` may say; everything is optional. */
export interface StrataConfig {
  /** Folder of the migrations, relative to the configuration. Default: found by its layout. */
  readonly migrations?: string;
  /** What the database should be: a `.sql` file or a folder of SQL, relative to the configuration. Default: found. */
  readonly schema?: string;
  /** Names that changed, old to new: `{ 'public.users.name': 'public.users.full_name' }`. Those already changed are passed over. */
  readonly renames?: Readonly<Record<string, string>>;
  /** How that folder is laid out. Default: detected. */
  readonly layout?: Layout;
  /** Who applies the migrations; decides the transaction rules. Default: detected. */
  readonly runner?: Runner;
  /** Table that says which migrations were applied: `table` or `schema.table`. Default: the runner's own. */
  readonly ledger?: string;
  /** What exists before the first migration. Default: detected. */
  readonly platform?: Platform;
  /** Stand-ins for extensions that the engine lacks: name -> SQL file, relative to the configuration. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** Roles that exist on your server before the first migration. */
  readonly roles?: readonly string[];
  /** SQL file that makes what else your server has before the first migration: extensions, schemas, tables of a platform. */
  readonly setup?: string;
  /** Rehearse as superuser. Default: an ordinary owner, as managed services give. */
  readonly superuser?: boolean;
  /** The throwaway PostgreSQL. Default: `native`. */
  readonly engine?: EngineName['kind'];
  /** The severity from which `strata check` exits with 1. Default: `error`. */
  readonly failOn?: FailOn;
}

/** Gives the configuration its type: `export default defineConfig({ ... })`. */
export function defineConfig(config: StrataConfig): StrataConfig {
  return config;
}

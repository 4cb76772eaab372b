import type { Layout, Runner } from '../../model/migration.ts';

/** What a project's own configuration file says about a folder of migrations. */
export interface ConfiguredFolder {
  /** Absolute path of the directory that holds the configuration. */
  readonly dir: string;
  /** Absolute path of the folder of migrations. */
  readonly folder: string;
  /** Name of the configuration file. */
  readonly file: string;
  readonly layout: Layout;
  readonly runner: Runner;
  /** Absolute path of the declared schema. */
  readonly schema?: string;
  /** The database that it names, when that is not PostgreSQL. */
  readonly foreign?: string;
  /** The ledger's table, where it names one: `schema.table`, quoted. */
  readonly ledgerTable?: string;
}

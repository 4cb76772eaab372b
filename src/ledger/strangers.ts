import type { Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { Ledger, LedgerState } from '../model/ledger.ts';
import type { History } from '../model/migration.ts';

/** Tables of runners whose ledgers Strata cannot write: it would apply again what they have applied. */
const strangers: readonly { readonly runner: string; readonly table: string; readonly column?: string }[] = [
  { runner: 'Rails', table: 'ar_internal_metadata' },
  { runner: 'Ecto', table: 'schema_migrations', column: 'inserted_at' },
  { runner: 'graphile-migrate', table: 'graphile_migrate.migrations' },
  { runner: 'postgrator', table: 'schemaversion' },
  { runner: 'Knex', table: 'knex_migrations' },
  { runner: 'Sequelize', table: '"SequelizeMeta"' },
  { runner: 'Kysely', table: 'kysely_migration' },
  { runner: 'MikroORM', table: 'mikro_orm_migrations' },
  { runner: 'Atlas', table: 'atlas_schema_revisions.atlas_schema_revisions' },
  { runner: 'Liquibase', table: 'databasechangelog' },
  { runner: 'Alembic', table: 'alembic_version' },
  { runner: 'Django', table: 'django_migrations' },
  { runner: 'Entity Framework', table: '"__EFMigrationsHistory"' },
  { runner: 'Refinery', table: 'refinery_schema_history' },
];

/**
 * Throws where Flyway would put unqualified objects into another schema than this connection does: it works in the schema of its
 * own table. `ofUrl` is the schema that the URL names, which is made for it where it is missing.
 */
export async function refuseOtherSchema(
  db: Queryable,
  { kind, schema, table }: Ledger,
  ofUrl: string | undefined,
): Promise<void> {
  if (kind !== 'flyway') return;
  const [here] = await db.query<{ schema: string | null }>('SELECT current_schema()::text AS schema');
  const current = here?.schema ?? ofUrl;
  if (current === schema) return;
  throw new StrataError(
    'live',
    `Flyway migrates the schema ${schema}, where its ${table} is, and this connection works in ${current ?? 'none'}`,
    { hint: `Nothing was changed. Add the schema to the URL: postgres://.../database?schema=${schema}` },
  );
}

/**
 * Throws where plain SQL has no ledger that Strata knows and the database has another runner's, and where what it has is more likely
 * another application's. Several may share a database, so a ledger that the configuration names is always accepted.
 */
export async function refuseStrangers(
  db: Queryable,
  { runner, ledgerTable }: Pick<History, 'runner' | 'ledgerTable'>,
  state: LedgerState,
): Promise<void> {
  const { exists, schema, table } = state.ledger;
  if (runner !== 'plain' || ledgerTable !== undefined) return;
  if (exists) {
    refuseOtherVersion(state);
    return;
  }
  const [found] = await db.query<{ table: string }>(
    `SELECT name AS "table" FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t (name, mark, at)
      WHERE pg_catalog.to_regclass(name) IS NOT NULL AND (mark IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_attribute
             WHERE attrelid = pg_catalog.to_regclass(name) AND attname = mark AND attnum > 0 AND NOT attisdropped))
      ORDER BY at LIMIT 1`,
    [strangers.map((one) => one.table), strangers.map(({ column }) => column ?? null)],
  );
  const stranger = strangers.find((one) => one.table === found?.table);
  if (stranger === undefined) return;
  throw new StrataError(
    'live',
    `${stranger.table} says what ${stranger.runner} has applied here, and Strata does not keep that ledger`,
    {
      hint: `Go on with ${stranger.runner}. To let Strata take over, record what is there: strata repair --record MIGRATION. Where another application uses ${stranger.runner}, name the ledger in strata.config: ledger: '${schema}.${table}'`,
    },
  );
}

/**
 * Throws where golang-migrate's one version is of no file, and the files are not in pairs as its own are: all files below that
 * version would count as applied, though none may ever have run.
 */
function refuseOtherVersion({ ledger, entries }: LedgerState): void {
  const unknown = entries.find(({ migration }) => migration === undefined);
  const isPaired = entries.some(({ migration }) => migration?.up.file.endsWith('.up.sql') === true);
  if (ledger.kind !== 'golang-migrate' || unknown === undefined || isPaired) return;
  const name = `${ledger.schema}.${ledger.table}`;
  throw new StrataError(
    'live',
    `${name} says that golang-migrate is at version ${unknown.name}, which no file here has, and these files are not in its pairs`,
    {
      hint: `Nothing was changed. If that is their ledger, strata.config says so: ledger: '${name}'. If it is another application's, give them one of their own: ledger: 'strata.migrations'`,
    },
  );
}

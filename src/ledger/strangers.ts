import type { Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { Ledger } from '../model/ledger.ts';
import type { History } from '../model/migration.ts';

/** Tables of runners whose ledgers Strata cannot write: it would apply again what they have applied. */
const strangers: readonly { readonly runner: string; readonly table: string }[] = [
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
 * Throws where plain SQL has no ledger that Strata knows, and the database has another runner's. Several applications may share a
 * database, so a ledger that the configuration names is always accepted.
 */
export async function refuseStrangers(
  db: Queryable,
  { runner, ledgerTable }: Pick<History, 'runner' | 'ledgerTable'>,
  { exists, schema, table }: Ledger,
): Promise<void> {
  if (exists || runner !== 'plain' || ledgerTable !== undefined) return;
  const [found] = await db.query<{ table: string }>(
    'SELECT name AS "table" FROM unnest($1::text[]) WITH ORDINALITY AS t (name, at) WHERE pg_catalog.to_regclass(name) IS NOT NULL ORDER BY at LIMIT 1',
    [strangers.map((one) => one.table)],
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

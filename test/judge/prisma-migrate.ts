import pg from 'pg';
import type { Address } from '../../src/db/session.ts';
import { loadEngine } from '../../src/declared/prisma/engine.ts';
import type { Migration } from '../../src/model/migration.ts';
import { adapterOver } from './prisma-adapter.ts';

/** What Prisma's own engine says of a migrations folder and a database, as `prisma migrate status` asks it. */
export interface PrismaVerdict {
  readonly editedMigrationNames: readonly string[];
  readonly failedMigrationNames: readonly string[];
  readonly hasMigrationsTable: boolean;
  readonly history: unknown;
}

/** Prisma's schema engine at work on a real database. */
export interface PrismaMigrate {
  diagnose(migrations: readonly Migration[]): Promise<PrismaVerdict>;
  /** `prisma migrate deploy`: the names that were applied. */
  apply(migrations: readonly Migration[]): Promise<readonly string[]>;
}

/** Asks Prisma's engine, for as long as `work` takes. */
export async function withPrismaMigrate<T>(
  address: Address,
  work: (prisma: PrismaMigrate) => Promise<T>,
): Promise<T> {
  const { host, port, user, database, password } = address;
  const client = new pg.Client({ host, port, user, database, password } as pg.ClientConfig);
  await client.connect();
  const { SchemaEngine } = await loadEngine();
  const schema = 'datasource db {\n  provider = "postgresql"\n}\n';
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => {},
    adapterOver(client),
  );
  const filters = { externalTables: [], externalEnums: [] };
  try {
    return await work({
      diagnose: (migrations) =>
        engine.diagnoseMigrationHistory({
          migrationsList: listOf(migrations),
          optInToShadowDatabase: false,
          filters,
        }),
      apply: async (migrations) =>
        (await engine.applyMigrations({ migrationsList: listOf(migrations), filters })).appliedMigrationNames,
    });
  } finally {
    engine.free();
    await client.end();
  }
}

function listOf(migrations: readonly Migration[]) {
  return {
    baseDir: '/project/prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, up }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: up.text } },
    })),
  };
}

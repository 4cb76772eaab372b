import pg from 'pg';
import type { Address } from '../../src/db/session.ts';
import { loadEngine } from '../../src/declared/prisma/engine.ts';
import type { Migration } from '../../src/model/migration.ts';

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

/** Column types of Prisma's driver adapters, by the type's number in PostgreSQL; everything else is text. */
const columnTypes: Readonly<Record<number, number>> = {
  16: 5,
  18: 6,
  20: 1,
  21: 0,
  23: 0,
  26: 1,
  700: 2,
  701: 3,
  1700: 4,
  1114: 10,
  1184: 10,
  114: 11,
  3802: 11,
  1002: 70,
  1005: 64,
  1009: 71,
};

const ok = <T>(value: T) => Promise.resolve({ ok: true, value });

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

/** A driver adapter as Prisma's engine asks for one. */
function adapterOver(client: pg.Client) {
  const errors: unknown[] = [];
  const failed = (error: unknown) => {
    const { code = '', message = '', severity = 'ERROR' } = error as pg.DatabaseError;
    errors.push(error);
    return {
      ok: false,
      error: {
        kind: 'postgres',
        code,
        severity,
        message,
        detail: undefined,
        column: undefined,
        hint: undefined,
      },
    };
  };
  const guarded = async (run: () => Promise<unknown>) => run().then(ok, failed);
  const connection = {
    provider: 'postgres',
    adapterName: 'strata-test',
    queryRaw: (query: { sql: string; args: unknown[] }) =>
      guarded(async () => {
        const types = { getTypeParser: (oid: number) => (value: string) => parse(oid, value) };
        const result = await client.query({ text: query.sql, values: query.args, rowMode: 'array', types });
        return {
          columnNames: result.fields.map(({ name }) => name),
          columnTypes: result.fields.map(({ dataTypeID }) => columnTypes[dataTypeID] ?? 7),
          rows: result.rows,
        };
      }),
    executeRaw: (query: { sql: string; args: unknown[] }) =>
      guarded(async () => (await client.query(query.sql, query.args)).rowCount ?? 0),
    executeScript: (script: string) => guarded(async () => void (await client.query(script))),
    startTransaction: () => Promise.reject(new Error('no transaction is expected')),
    getConnectionInfo: () => ({ ok: true, value: { schemaName: 'public', supportsRelationJoins: false } }),
    dispose: () => ok(undefined),
  };
  return {
    provider: 'postgres',
    adapterName: 'strata-test',
    errorRegistry: { consumeError: () => errors.at(-1) },
    connect: () => ok(connection),
    connectToShadowDb: () => ok(connection),
  };
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

function parse(oid: number, value: string): unknown {
  switch (columnTypes[oid]) {
    case 0:
      return Number(value);
    case 5:
      return value === 't';
    case 10:
      return new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
    default:
      return value;
  }
}

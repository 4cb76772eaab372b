import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { testDatabase } from 'pgstrata/testing';

/** A migrated database of one test's own. */
export interface Database extends AsyncDisposable {
  readonly url: string;
  /** Another connection, as the owner of the tables; all of them end with the database. */
  connect(): Promise<pg.Client>;
}

/** The refusal of a statement, as the server worded it. */
export interface Refusal {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}

/** What the tests of a system need of it; `module` is a file of its `test` folder. */
export function systemOf(module: string) {
  const root = new URL('..', module);
  return {
    /** A migrated database of one test's own. */
    database: () => openDatabase(fileURLToPath(root)),
    /** The text of a file of the system. */
    sqlFile: (path: string): string => readFileSync(new URL(path, root), 'utf8'),
    /** Names of its Prisma migrations, in order. */
    migrations: (): readonly string[] =>
      readdirSync(new URL('prisma/migrations', root))
        .filter((name) => /^\d/.test(name))
        .sort(),
  };
}

/** The one place that knows where the migrations of a system come from. */
async function openDatabase(project: string): Promise<Database> {
  const test = await testDatabase({ project });
  const clients: pg.Client[] = [];
  return {
    url: test.url,
    async connect() {
      const client = new pg.Client({ connectionString: test.url });
      clients.push(client);
      await client.connect();
      return client;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.end()));
      await test[Symbol.asyncDispose]();
    },
  };
}

/** Why the server refuses `sql`, or undefined where it accepts it. */
export function refusal(client: pg.Client, sql: string): Promise<Refusal | undefined> {
  return refusalOf(() => client.query(sql));
}

/** Why the server refuses what is done, or undefined where it accepts it. */
export async function refusalOf(work: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code, constraint, message, hint } = error;
    return { code, constraint, message, hint };
  }
}

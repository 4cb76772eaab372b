import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { testDatabase } from 'pgstrata/testing';

const project = fileURLToPath(new URL('..', import.meta.url));

/** A migrated database of one test's own. */
export interface Database extends AsyncDisposable {
  readonly url: string;
  /** Another connection; all of them end with the database. */
  connect(): Promise<pg.Client>;
}

/** The refusal of a statement, as the server worded it. */
export interface Refusal {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  readonly message: string;
}

/** The one place that knows where test databases come from. */
export async function database(): Promise<Database> {
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

/** The text of a file of this workspace. */
export function sqlFile(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

/** Why the server refuses `sql`, or undefined where it accepts it. */
export async function refusal(client: pg.Client, sql: string): Promise<Refusal | undefined> {
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return { code: error.code, constraint: error.constraint, message: error.message };
  }
}

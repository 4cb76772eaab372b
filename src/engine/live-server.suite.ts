import { afterAll, beforeAll } from 'vitest';
import type { Database, Engine } from './engine.ts';
import { openEngine } from './open.ts';

/** A server for the tests of one file, over TCP as live ones are. */
export interface LiveServer {
  createDatabase(): Promise<Database>;
  /** A database in which its owner ran this. */
  databaseWith(sql: string): Promise<Database>;
}

/** Is there from before the first test of the file until after the last. */
export function liveServer(): LiveServer {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} }, listen: 'tcp' });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
  });
  return {
    createDatabase: () => engine.createDatabase(),
    async databaseWith(sql) {
      const database = await engine.createDatabase();
      await ask(database, sql);
      return database;
    },
  };
}

/** What the owner of a database gets for this SQL. */
export async function ask<Row>(database: Database, sql: string): Promise<readonly Row[]> {
  await using session = await database.connect('owner', { guarded: false });
  return await session.query<Row>(sql);
}

import type { Session } from '../../db/session.ts';
import type { Database, Engine } from '../../engine/engine.ts';
import type { SqlText } from '../../model/migration.ts';
import type { SeedRepeat } from '../../model/proof.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { connectReader } from '../../replay/read-as-maker.ts';
import type { RefusedStatement } from '../../replay/run.ts';
import { refusalWords } from './run-on-clone.ts';

/**
 * Runs seeds a second time, on a clone of a database that holds them already and that nobody is connected to, and says what
 * that changed. `run` executes one seed.
 */
export async function repeatSeeds(
  engine: Engine,
  loaded: Database,
  seeds: readonly SqlText[],
  run: (clone: Database, seed: SqlText) => Promise<RefusedStatement | undefined>,
  settings: Pick<ProjectSettings, 'superuser'>,
): Promise<SeedRepeat> {
  const clone = await engine.createDatabase({ like: loaded });
  try {
    const before = await digests(clone, settings);
    for (const seed of seeds) {
      const refused = await run(clone, seed);
      if (refused !== undefined) return { changed: [], refused: refusalWords(refused) };
    }
    const after = await digests(clone, settings);
    const changed = [...after].filter(([table, digest]) => before.get(table) !== digest);
    return { changed: changed.map(([table]) => table), refused: undefined };
  } finally {
    await clone.drop();
  }
}

/** What each table holds, as one number; the order of rows means nothing. */
async function digests(
  database: Database,
  settings: Pick<ProjectSettings, 'superuser'>,
): Promise<ReadonlyMap<string, string>> {
  await using reader = await connectReader(database, settings);
  const tables = await reader.query<{ name: string }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
     ORDER BY 1`);
  const found = new Map<string, string>();
  for (const { name } of tables) found.set(name, await digestOf(reader, name));
  return found;
}

async function digestOf(reader: Session, table: string): Promise<string> {
  const [row] = await reader.query<{ digest: string }>(
    `SELECT md5(coalesce(string_agg(hash, '' ORDER BY hash), '')) AS digest FROM (SELECT md5(format('%s', r)) AS hash FROM ONLY ${table} r) hashes`,
  );
  return row?.digest ?? '';
}

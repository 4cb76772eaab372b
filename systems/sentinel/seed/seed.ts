import type pg from 'pg';
import { copyInto, copyLine } from './copy.ts';
import type { SeedSize } from './people.ts';
import { makeSite, type TableRows } from './site.ts';

export type { SeedSize } from './people.ts';

/** What the site has after some years. */
export const fullSize: SeedSize = { members: 20_000, checkins: 2_000_000 };

/** Enough of everything to see how it hangs together. */
export const smallSize: SeedSize = { members: 200, checkins: 4_000 };

/**
 * Loads a site into a migrated database, all in one transaction; false where it was loaded before, and then nothing is
 * changed, so that edits stay. The same size always gives the same rows.
 */
export async function seed(client: pg.Client, size: SeedSize): Promise<boolean> {
  await client.query('BEGIN');
  try {
    // Two loads at once take turns, and the second one finds the mark.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('sentinel/seed', 0))`);
    const { rowCount } = await client.query(`SELECT FROM "audit_logs" WHERE "action" = 'seed' LIMIT 1`);
    const isNew = rowCount === 0;
    if (isNew) await load(client, size);
    await client.query('COMMIT');
    return isNew;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function load(client: pg.Client, size: SeedSize): Promise<void> {
  for (const rows of makeSite(size)) {
    if (rows.table === 'checkins') await loadScans(client, rows);
    else await copyRows(client, rows);
  }
  // The log is never changed, so whoever edits the rest cannot take the mark away.
  await client.query(
    `INSERT INTO "audit_logs" ("action", "entity_type", "details") VALUES ('seed', 'database', $1)`,
    [JSON.stringify(size)],
  );
}

/**
 * Two million rows are checked at once instead of one by one: the foreign keys are taken away and put back as they were
 * (https://www.postgresql.org/docs/18/populate.html#POPULATE-RM-FKEYS). What the triggers would find out, the rows say.
 */
async function loadScans(client: pg.Client, scans: TableRows): Promise<void> {
  const { rows: keys } = await client.query<{ drop: string; add: string }>(`
    SELECT format('ALTER TABLE "checkins" DROP CONSTRAINT %I', conname) AS drop,
           format('ALTER TABLE "checkins" ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS add
    FROM pg_constraint WHERE conrelid = '"checkins"'::regclass AND contype = 'f' ORDER BY conname`);
  const triggers = ['checkins_latest', 'checkins_badge_is_not_lost'];
  for (const name of triggers) await client.query(`ALTER TABLE "checkins" DISABLE TRIGGER "${name}"`);
  for (const key of keys) await client.query(key.drop);
  await copyRows(client, scans);
  for (const key of keys) await client.query(key.add);
  for (const name of triggers) await client.query(`ALTER TABLE "checkins" ENABLE TRIGGER "${name}"`);
}

function copyRows(client: pg.Client, { table, names, rows }: TableRows): Promise<void> {
  const target = `"${table}" (${names.map((name) => `"${name}"`).join(', ')})`;
  return copyInto(client, target, lines(rows));
}

function* lines(rows: TableRows['rows']): Generator<string> {
  for (const row of rows) yield copyLine(row);
}

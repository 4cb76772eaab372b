import type { Queryable } from '../db/queryable.ts';
import { identifierPattern, qualifiedPattern as qualified } from '../postgres/identifier.ts';

/** What a bare statement left behind when it did not get to its end. */
export type Interruption =
  /** It did, or does once these statements have finished it. */
  | { readonly kind: 'done'; readonly clear: readonly string[]; readonly found?: string }
  /** It may run again, once these statements have cleared away what it left. */
  | { readonly kind: 'again'; readonly clear: readonly string[]; readonly found?: string }
  /** Another session still does it. */
  | { readonly kind: 'busy'; readonly found: string }
  | { readonly kind: 'unknown' };

const space = String.raw`(?:\s|--[^\n]*\n|/\*[\s\S]*?\*/)+`;
const words = (text: string) => new RegExp(`^${text.replaceAll(' ', space)}`, 'i');

const createIndex = words(
  `CREATE (?:UNIQUE )?INDEX CONCURRENTLY (?:IF NOT EXISTS )?(?:(?!ON\\b)(${qualified}) )?ON (?:ONLY )?(${qualified})`,
);
const dropIndex = words(`DROP INDEX CONCURRENTLY (?:IF EXISTS )?(${qualified})`);
const detach = words(
  `ALTER TABLE (?:IF EXISTS )?(?:ONLY )?(${qualified}) DETACH PARTITION (${qualified}) CONCURRENTLY`,
);
const reindex = words(`REINDEX(?:\\s*\\([^)]*\\))? (?:INDEX|TABLE) (?:CONCURRENTLY )?(${qualified})`);
const concurrentBuild = words(
  `(?:(?:CREATE (?:UNIQUE )?|DROP )INDEX CONCURRENTLY|REINDEX(?:\\s*\\([^)]*\\))? \\w+ CONCURRENTLY|REINDEX\\s*\\([^)]*\\bCONCURRENTLY(?!\\s+(?:off|false|0)\\b)[^)]*\\))`,
);
const repeatable = words(`(?:VACUUM|CLUSTER|ALTER SYSTEM|REINDEX|DISCARD)\\b`);

/**
 * Whether a statement that the server refused may have left a part of its work: a called procedure and a DO block may commit on
 * the way. What others leave half done is seen in the catalog.
 */
export function mayCommitOnItsWay(sql: string): boolean {
  return /^(?:CALL|DO)\b/i.test(sql);
}

/**
 * Whether the locks that a statement waits for stop nobody else: the concurrent builds of indexes wait for old transactions.
 * DETACH PARTITION CONCURRENTLY does not belong to them: its second half takes ACCESS EXCLUSIVE on the partition.
 * https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function waitsWithoutQueue(sql: string): boolean {
  return concurrentBuild.test(sql);
}

/**
 * What is there before a bare statement begins: the indexes of the table that it builds one for, the index that it drops, the
 * partition that it detaches.
 */
export async function thereBefore(db: Queryable, sql: string): Promise<readonly string[]> {
  const table = createIndex.exec(sql)?.[2];
  if (table !== undefined) return (await indexesOf(db, table)).map(({ name }) => name);
  const dropped = dropIndex.exec(sql)?.[1];
  if (dropped !== undefined) return (await exists(db, dropped)) ? [dropped] : [];
  const [, parent, child] = detach.exec(sql) ?? [];
  if (parent === undefined || child === undefined) return [];
  return (await isDetachPending(db, parent, child)) === undefined ? [] : [child];
}

/**
 * Says from the catalog whether a bare statement that was begun took effect. What it takes away counts as taken away only where
 * it was there `before`: else the statement may have been refused for just that.
 */
export async function judgeInterrupted(
  db: Queryable,
  sql: string,
  before: readonly string[],
): Promise<Interruption> {
  const built = createIndex.exec(sql);
  if (built !== null) return judgeIndexBuild(db, built[1], built[2] as string, before);
  const dropped = dropIndex.exec(sql)?.[1];
  if (dropped !== undefined) {
    const isGone = before.length > 0 && !(await exists(db, dropped));
    return { kind: isGone ? 'done' : 'again', clear: [] };
  }
  const [, parent, child] = detach.exec(sql) ?? [];
  if (parent !== undefined && child !== undefined) return judgeDetach(db, parent, child, before);
  const rebuilt = reindex.exec(sql)?.[1];
  if (rebuilt !== undefined) return judgeReindex(db, rebuilt);
  return repeatable.test(sql) ? { kind: 'again', clear: [] } : { kind: 'unknown' };
}

interface IndexRow {
  /** Qualified and quoted where needed. */
  readonly name: string;
  readonly isValid: boolean;
  readonly isBusy: boolean;
}

/**
 * The indexes of a table. Of a build by another role no more is shown than its process, for which the lock that it holds on the
 * table speaks. https://www.postgresql.org/docs/18/progress-reporting.html
 */
async function indexesOf(db: Queryable, table: string): Promise<readonly IndexRow[]> {
  return db.query<IndexRow>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name, i.indisvalid AND i.indisready AS "isValid",
            EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
                     WHERE p.pid <> pg_catalog.pg_backend_pid()
                       AND (p.index_relid = i.indexrelid
                            OR p.relid IS NULL AND EXISTS (
                              SELECT FROM pg_catalog.pg_locks l
                               WHERE l.pid = p.pid AND l.granted AND l.locktype = 'relation' AND l.relation = i.indrelid
                                 AND l.database = p.datid AND l.mode = 'ShareUpdateExclusiveLock'))) AS "isBusy"
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE i.indrelid = pg_catalog.to_regclass($1) ORDER BY 1`,
    [table],
  );
}

async function judgeIndexBuild(
  db: Queryable,
  index: string | undefined,
  table: string,
  before: readonly string[],
): Promise<Interruption> {
  const indexes = await indexesOf(db, table);
  const own = index === undefined ? undefined : await resolveIndex(db, index, table);
  const found = indexes.filter((one) => (own === undefined ? !before.includes(one.name) : one.name === own));
  const busy = found.find(({ isBusy, isValid }) => isBusy && !isValid);
  if (busy !== undefined) return { kind: 'busy', found: `another session is building ${busy.name}` };
  const broken = found.filter(({ isValid }) => !isValid);
  if (broken.length > 0) {
    return {
      kind: 'again',
      clear: broken.map((one) => `DROP INDEX CONCURRENTLY IF EXISTS ${one.name}`),
      found: `${broken.map((one) => one.name).join(', ')} was left invalid`,
    };
  }
  return found.length > 0 && (own === undefined || !before.includes(own))
    ? { kind: 'done', clear: [] }
    : { kind: 'again', clear: [] };
}

/** An index lies in the schema of its table, however its statement names it. */
async function resolveIndex(db: Queryable, index: string, table: string): Promise<string | undefined> {
  const bare = index.replace(new RegExp(`^${identifierPattern}\\s*\\.\\s*`, 'u'), '');
  const [row] = await db.query<{ name: string }>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, (pg_catalog.parse_ident($2))[1]) AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = pg_catalog.to_regclass($1)`,
    [table, bare],
  );
  return row?.name;
}

async function exists(db: Queryable, relation: string): Promise<boolean> {
  const [row] = await db.query<{ found: boolean }>('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS found', [
    relation,
  ]);
  return row?.found === true;
}

/** Whether a partition is half detached; undefined where it is none of this table. The column is there since PostgreSQL 14. */
async function isDetachPending(db: Queryable, parent: string, child: string): Promise<boolean | undefined> {
  const [row] = await db.query<{ pending: boolean | null }>(
    `SELECT (to_jsonb(i) ->> 'inhdetachpending')::boolean AS pending FROM pg_catalog.pg_inherits i
      WHERE inhparent = pg_catalog.to_regclass($1) AND inhrelid = pg_catalog.to_regclass($2)`,
    [parent, child],
  );
  return row === undefined ? undefined : row.pending === true;
}

async function judgeDetach(
  db: Queryable,
  parent: string,
  child: string,
  before: readonly string[],
): Promise<Interruption> {
  const isPending = await isDetachPending(db, parent, child);
  if (isPending === undefined) return { kind: before.length > 0 ? 'done' : 'again', clear: [] };
  if (!isPending) return { kind: 'again', clear: [] };
  return {
    kind: 'done',
    clear: [`ALTER TABLE ${parent} DETACH PARTITION ${child} FINALIZE`],
    found: `${child} was left half detached`,
  };
}

/** REINDEX CONCURRENTLY that stops leaves copies behind. https://www.postgresql.org/docs/18/sql-reindex.html */
async function judgeReindex(db: Queryable, relation: string): Promise<Interruption> {
  const rows = await db.query<{ name: string }>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
        AND i.indrelid IN (SELECT pg_catalog.to_regclass($1)::oid
                           UNION SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1))`,
    [relation],
  );
  const clear = rows.map((one) => `DROP INDEX CONCURRENTLY IF EXISTS ${one.name}`);
  return {
    kind: 'again',
    clear,
    ...(clear.length > 0 ? { found: 'copies of a rebuilt index were left' } : {}),
  };
}

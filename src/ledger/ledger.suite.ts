import { createHash } from 'node:crypto';
import type { ArenaDatabase } from '../../test/judge/arena.ts';
import type { Command, LedgerKind, LedgerState } from '../model/ledger.ts';
import type { History, Migration, Runner } from '../model/migration.ts';
import { readLedger } from './read.ts';
import { createLedger, recordApplied } from './write.ts';

interface Style {
  readonly runner: Runner;
  readonly names: readonly [string, string, string];
  /** Whether the ledger keeps something to know the text by. */
  readonly knowsText: boolean;
  /** The table that tells plain SQL's runner, where it is none of Strata's own. */
  readonly ledgerTable?: string;
}

/** Names of migrations as most runners number them. */
export const numbered = ['20260101000000_users', '20260102000000_posts', '20260103000000_tags'] as const;
/** One ledger of each kind that can be written. */
export const styles: Readonly<Record<Exclude<LedgerKind, 'sqitch'>, Style>> = {
  prisma: { runner: 'prisma', names: numbered, knowsText: true },
  supabase: { runner: 'supabase', names: numbered, knowsText: true },
  drizzle: { runner: 'drizzle', names: ['0000_users', '0001_posts', '0002_tags'], knowsText: true },
  dbmate: { runner: 'dbmate', names: numbered, knowsText: false },
  goose: { runner: 'goose', names: ['001_users', '002_posts', '003_tags'], knowsText: false },
  flyway: { runner: 'flyway', names: ['V1__users', 'V1_2__more_posts', 'V2.0__tags'], knowsText: true },
  'golang-migrate': {
    runner: 'plain',
    names: ['000001_users', '000002_posts', '000003_tags'],
    knowsText: false,
    ledgerTable: 'schema_migrations',
  },
  'node-pg-migrate': { runner: 'plain', names: numbered, knowsText: false, ledgerTable: 'pgmigrations' },
  sqlx: { runner: 'plain', names: numbered, knowsText: true, ledgerTable: '_sqlx_migrations' },
  diesel: {
    runner: 'plain',
    names: ['2026-01-01-000000_users', '2026-01-02-000000_posts', '2026-01-03-000000_tags'],
    knowsText: false,
    ledgerTable: '__diesel_schema_migrations',
  },
  'sql-migrate': { runner: 'plain', names: numbered, knowsText: false, ledgerTable: 'gorp_migrations' },
  strata: { runner: 'plain', names: ['001_users', '002_posts', '003_tags'], knowsText: true },
};

/** A history of these migrations, as its runner's folder would give it; each makes a table. */
export function historyOf(
  { runner, names, ledgerTable }: Pick<Style, 'runner' | 'ledgerTable'> & { names: readonly string[] },
  texts: readonly string[] = names.map((name) => `CREATE TABLE ${name.replace(/^.*_/, '')} (id int);\n`),
): History {
  return {
    dir: '/project',
    layout: runner === 'prisma' || runner === 'supabase' || runner === 'drizzle' ? runner : 'sql',
    runner,
    folder: 'migrations',
    platform: 'none',
    ...(ledgerTable === undefined ? {} : { ledgerTable }),
    migrations: names.map((name, i) => migrationOf(name, texts[i] as string, i)),
    findings: [],
  };
}

function migrationOf(name: string, text: string, index: number): Migration {
  return {
    name,
    up: { file: `migrations/${name}.sql`, text, firstLine: 1 },
    transaction: 'block',
    hash: createHash('sha256').update(text).digest('hex'),
    ledgerMark: text.length * 1000 + index,
  };
}

export const run = {
  id: '6f2f6a0e-0000-4000-8000-000000000000',
  ms: 12.4,
  statements: ['CREATE TABLE x (id int)'],
};

/** A run of a migration, as a deploy would record it. */
export function runFor({ name, up }: Migration) {
  const id = createHash('md5').update(name).digest('hex');
  return { ...run, id, statements: [up.text.trim().replace(/;$/, '')] };
}

/** Sends what a writer of a ledger has composed. */
export async function send(db: ArenaDatabase, commands: readonly Command[]): Promise<void> {
  for (const { sql, values } of commands) await db.session.query(sql, values);
}

/** Records the first `count` migrations as applied. */
export async function write(db: ArenaDatabase, history: History, count: number): Promise<LedgerState> {
  const { ledger } = await readLedger(db.session, history);
  for (const sql of createLedger(ledger, {})) await db.session.query(sql);
  for (const migration of history.migrations.slice(0, count)) {
    await send(db, recordApplied(ledger, migration, runFor(migration)));
  }
  return readLedger(db.session, history);
}

/** A line for each migration: its state, and what is known of its text. */
export const brief = ({ entries }: LedgerState) =>
  entries.map(({ name, state, text, isOutOfOrder }) =>
    [name, state, ...(text === 'unknown' ? [] : [text]), ...(isOutOfOrder ? ['out of order'] : [])].join(' '),
  );

import type { History, Migration } from '../model/migration.ts';
import type { Policies } from '../model/policies.ts';
import type { Act, Subject } from '../model/rule.ts';
import type { Schema } from '../model/schema.ts';
import type { TableSizes } from '../model/sizes.ts';
import type { StatementTrace, Trace } from '../model/trace.ts';
import {
  identifierPattern,
  identifiersIn,
  qualifiedPattern,
  splitIdentifier,
} from '../postgres/identifier.ts';
import { parseSql } from '../sql/parse.ts';
import { type Script, splitStatements } from '../sql/split.ts';
import { transactionNumbers } from '../sql/transactions.ts';

/** Lays a rehearsed history out for the rules; `loadParser` must have been awaited. */
export function readSubject(
  history: History,
  trace: Trace,
  schema: Schema | undefined,
  policies: Policies,
  sizes?: TableSizes,
): Subject {
  const acts = history.migrations.flatMap((migration, at) =>
    readActs(migration, at, trace.migrations[at]?.statements ?? []),
  );
  return { history, trace, schema, acts, policies, sizes };
}

interface ParsedMigration {
  readonly script: Script;
  /** Parse trees of each statement. */
  readonly trees: readonly (readonly object[])[];
}

/** Migrations that will be laid out. */
const ahead = new WeakMap<Migration, ParsedMigration>();

/** Parses a migration ahead of `readSubject`, in idle time. `loadParser` must have been awaited. */
export function parseAhead(migration: Migration): void {
  const { text } = migration.up;
  const script = splitStatements(text);
  const trees = script.statements.map(({ start, end }) => parseTrees(text.slice(start, end)));
  ahead.set(migration, { script, trees });
}

function readActs(migration: Migration, at: number, seen: readonly StatementTrace[]): readonly Act[] {
  const { text } = migration.up;
  const parsed = ahead.get(migration);
  const script = parsed?.script ?? splitStatements(text);
  const transactions = transactionNumbers(text, script, migration.transaction);
  const byIndex = new Map(seen.map((statement) => [statement.index, statement]));
  const makes = new Map<string, number>();
  const acts = script.statements.map(({ start, end, head }, i): Act => {
    const told = byIndex.get(i + 1);
    let trees: readonly object[] | undefined;
    return {
      migration,
      at,
      index: i + 1,
      start,
      end,
      head,
      text: text.slice(start, end),
      seen: told,
      ran: told !== undefined && told.error === undefined && told.leftOut === undefined,
      transaction: transactions[i] as number,
      makes,
      get trees() {
        trees ??= parsed?.trees[i] ?? parseTrees(text.slice(start, end));
        return trees;
      },
    };
  });
  for (const act of acts) for (const name of madeBy(act)) if (!makes.has(name)) makes.set(name, act.index);
  return acts;
}

function parseTrees(text: string): readonly object[] {
  const parsed = parseSql(text);
  return parsed.ok ? parsed.trees : [];
}

const making = new RegExp(
  `^CREATE (?:GLOBAL |LOCAL )?(?:TEMP |TEMPORARY |UNLOGGED )?(?:FOREIGN )?(?:TABLE|MATERIALIZED VIEW)(?: IF NOT EXISTS)? (${qualifiedPattern})`,
);
const renaming = new RegExp(String.raw`\bRENAME\s+TO\s+(${identifierPattern})\s*$`, 'i');

/** The names of relations that a statement makes, from what was seen and from its text. */
function* madeBy(act: Act): Iterable<string> {
  const skipped = act.ran && act.seen?.notices.some(({ code }) => code === '42P07') === true;
  const named = skipped ? undefined : making.exec(act.head)?.[1];
  if (named !== undefined) yield* namesOf(act, named);
  for (const event of act.seen?.events ?? []) {
    if (event.action !== 'create' || !relationTypes.has(event.type)) continue;
    yield* namesOf(act, event.identity);
  }
  // A table of this migration stays its own under another name.
  const renamed = /^ALTER (TABLE|INDEX)\b/.test(act.head) ? renaming.exec(act.text)?.[1] : undefined;
  if (renamed === undefined) return;
  for (const event of act.seen?.events ?? []) {
    if (event.action !== 'rename' || event.was === undefined) continue;
    if (act.makes.has(splitIdentifier(event.was).join('.'))) yield* namesOf(act, event.identity);
  }
}

const relationTypes: ReadonlySet<string> = new Set([
  'table',
  'foreign table',
  'materialized view',
  'view',
  'index',
  'sequence',
]);

/**
 * The names under which a statement makes a relation. One that it puts into another schema by name takes no bare name: there the
 * bare name may be that of an older relation.
 */
function namesOf({ text }: Act, identity: string): readonly string[] {
  const parts = splitIdentifier(identity);
  const schema = parts.at(-2) ?? 'public';
  const isFoundUnqualified = /^(public|pg_temp)$/.test(schema) || !identifiersIn(text).has(schema);
  return [...(isFoundUnqualified ? [parts.at(-1) as string] : []), parts.join('.')];
}

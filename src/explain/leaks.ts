import type { Finding } from '../model/finding.ts';
import type { History, Migration } from '../model/migration.ts';
import { runnerWords } from '../model/runner-words.ts';
import type { MigrationTrace, Trace } from '../model/trace.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { pointTo } from '../sql/locate.ts';
import { tokens } from '../sql/scan.ts';

/** Runners that send all migrations over one connection without resetting it between them. */
const sharesConnection: ReadonlySet<string> = new Set(['prisma', 'drizzle', 'dbmate', 'goose', 'flyway']);

/** Settings that change what later migrations mean; the others (timeouts, messages) do no harm. */
const harmful: ReadonlySet<string> = new Set([
  'search_path',
  'role',
  'session_replication_role',
  'check_function_bodies',
  'row_security',
  'default_tablespace',
  'default_table_access_method',
  'standard_conforming_strings',
]);

/** Finds what a migration leaves in its session for all migrations that its runner sends after it. */
export function explainLeaks(history: History, trace: Trace): readonly Finding[] {
  if (!sharesConnection.has(history.runner)) return [];
  return trace.migrations.flatMap((told, index) => {
    const migration = history.migrations[index];
    if (migration === undefined) return [];
    const later = history.migrations.slice(index + 1);
    return [
      ...told.leaks
        .filter(({ setting }) => harmful.has(setting))
        .map((leak) => settingLeak(history, migration, leak, later.length === 0)),
      ...told.leftovers.flatMap((left) => {
        const meets = later.find(({ up }) => placeOf(left.name, up.text) !== undefined);
        return meets === undefined ? [] : [leftoverLeak(history, migration, left, meets)];
      }),
    ];
  });
}

function settingLeak(
  history: History,
  migration: Migration,
  { setting, value }: MigrationTrace['leaks'][number],
  isLast: boolean,
): Finding {
  return {
    rule: 'session-leak',
    severity: 'warning',
    message: `this migration leaves \`${setting}\` set to ${value === '' ? 'nothing' : `\`${value}\``} for the migrations ${isLast ? 'that will come ' : ''}after it`,
    notes: [
      `${runnerWords(history).name} sends all migrations over one connection, so what runs after it on a new database runs under that setting.`,
      'The rehearsal took the setting back after this migration.',
    ],
    hint:
      setting === 'search_path'
        ? 'Take the line out, or write SET LOCAL search_path, or end the migration with: RESET search_path;'
        : `End the migration with: RESET ${setting};`,
    ...pointTo(migration.up, placeOf(setting, migration.up.text) ?? 0, setting.length),
    migration: migration.name,
  };
}

const leftoverWords = {
  table: { what: 'temporary table', end: (name: string) => `DROP TABLE pg_temp.${name};` },
  statement: { what: 'prepared statement', end: (name: string) => `DEALLOCATE ${name};` },
  cursor: { what: 'cursor', end: (name: string) => `CLOSE ${name};` },
} satisfies Record<MigrationTrace['leftovers'][number]['kind'], unknown>;

function leftoverLeak(
  history: History,
  migration: Migration,
  { kind, name }: MigrationTrace['leftovers'][number],
  meets: Migration,
): Finding {
  const { what, end } = leftoverWords[kind];
  return {
    rule: 'session-leak',
    severity: 'warning',
    message: `this migration leaves the ${what} \`${name}\` for the migrations after it, and ${meets.name} names it`,
    notes: [
      `${runnerWords(history).name} sends all migrations over one connection: it is there where both are pending, and nowhere else.`,
      'The rehearsal took it away after this migration.',
    ],
    hint: `End the migration with: ${end(quoteIdentifier(name))}`,
    ...pointTo(migration.up, placeOf(name, migration.up.text) ?? 0, name.length),
    migration: migration.name,
  };
}

/** The last place outside of comments where something is named, as for a setting the last one decides; undefined for none. */
function placeOf(name: string, text: string): number | undefined {
  const named = name.toLowerCase();
  let found: number | undefined;
  for (const { start, end } of tokens(text)) {
    const own = text.slice(start, end).toLowerCase();
    if (own === named) found = start;
    else if (own === `'${named}'` || own === `"${named}"`) found = start + 1;
  }
  return found;
}

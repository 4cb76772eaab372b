import type { Finding } from '../model/finding.ts';
import type { History } from '../model/migration.ts';
import { runnerWords } from '../model/runner-words.ts';
import type { Trace } from '../model/trace.ts';
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

/** Finds settings that a migration leaves changed for all migrations that its runner sends after it. */
export function explainLeaks(history: History, trace: Trace): readonly Finding[] {
  if (!sharesConnection.has(history.runner)) return [];
  return trace.migrations.flatMap((told, index) => {
    const migration = history.migrations[index];
    if (migration === undefined) return [];
    const isLast = index === history.migrations.length - 1;
    return told.leaks
      .filter(({ setting }) => harmful.has(setting))
      .map(({ setting, value }): Finding => {
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
          ...pointTo(migration.up, placeOf(setting, migration.up.text), setting.length),
          migration: migration.name,
        };
      });
  });
}

/** The last place outside of comments where the setting is named: the last one decides. */
function placeOf(setting: string, text: string): number {
  let found = 0;
  for (const { start, end } of tokens(text)) {
    const own = text.slice(start, end).toLowerCase();
    if (own === setting || own === `'${setting}'`) found = own === setting ? start : start + 1;
  }
  return found;
}

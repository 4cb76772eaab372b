import type { Migration } from '../../model/migration.ts';
import { escaped } from '../../model/patterns.ts';
import type { NotCarried } from '../../model/squash.ts';
import type { Trace } from '../../model/trace.ts';
import { identifierPart } from '../../postgres/identifier.ts';
import { rowsWritten } from '../../sql/statement.ts';

const ofServers =
  /^\s*((create|alter|drop)\s+(role|user(?!\s+mapping\b)|group|database|system|tablespace)|grant\s+\w+\s+to\s+\w+\s*$)\b/i;

const restartsCounter = /^\s*alter\s+(sequence\b.*\brestart\b|table\b.*\brestart\s+(with\s+)?-?\d)/is;

/**
 * The statements whose effect no schema shows. Where rows and the numbers of sequences are carried over (`extensions` is given), only
 * those that do other things.
 */
export function findNotCarried(
  old: readonly Migration[],
  { migrations }: Trace,
  extensions: readonly string[] | undefined,
): readonly NotCarried[] {
  return old.flatMap(({ name, up }) => {
    const trace = migrations.find(({ migration }) => migration === name);
    return (trace?.statements ?? []).flatMap(({ start, end, line, events }) => {
      const sql = up.text.slice(start, end);
      const isSchema = /^\s*(do|select|call|with)\b/i.test(sql) && events.length > 0;
      if (isSchema || /^\s*select\s+pg_catalog\.set_config\b/i.test(sql)) return [];
      const isLost =
        ofServers.test(sql) ||
        (extensions === undefined
          ? rowsWritten(sql) !== undefined || restartsCounter.test(sql)
          : isBeyondRows(sql, extensions));
      return isLost ? [{ file: up.file, line, sql: sql.replaceAll(/\s+/g, ' ').trim().slice(0, 100) }] : [];
    });
  });
}

/** Whether a statement may write to an extension's tables, or do anything else than write rows. */
function isBeyondRows(sql: string, extensions: readonly string[]): boolean {
  const text = sql.toLowerCase();
  const names = (word: string) =>
    new RegExp(
      `(?<!${identifierPart})${escaped(word)}${word.endsWith('.') ? '' : `(?!${identifierPart})`}`,
    ).test(text);
  const written = rowsWritten(sql);
  if (written !== 'any') return written === 'named' && extensions.some(names);
  return (
    extensions.some(names) ||
    /\b(create|alter|drop|grant|revoke|set_config|pg_notify|notify|dblink\w*|lo_\w+|pg_advisory\w*)\b/.test(
      text,
    )
  );
}

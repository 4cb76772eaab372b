import type { SqlError, Trace } from '../model/trace.ts';

/** What a rehearsal left out, since it takes more rights than an ordinary owner has: `001, line 3 (what the server said)` each. */
export function leftOutIn({ migrations }: Trace): readonly string[] {
  return migrations.flatMap(({ migration, statements }) =>
    statements.flatMap(({ leftOut, line }) =>
      leftOut === undefined ? [] : [placeLeftOut(migration, line, leftOut)],
    ),
  );
}

/** The same of one statement; `where` names its migration or its file. */
export function placeLeftOut(where: string, line: number, { message }: Pick<SqlError, 'message'>): string {
  return `${where}, line ${line} (${message})`;
}

import type { ServerError, Session } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { indexLines, locate, offsetOfPosition } from '../sql/locate.ts';
import { type Script, type Statement, splitStatements } from '../sql/split.ts';
import { controlsTransaction } from '../sql/statement.ts';

/** A file of SQL that declares a schema. */
export interface SqlFile {
  /** As it is shown to a person. */
  readonly name: string;
  readonly text: string;
}

/** A statement that has not run yet. */
interface Waiting {
  readonly file: SqlFile;
  readonly script: Script;
  readonly statement: Statement;
  readonly error?: ServerError;
}

/**
 * Runs files of SQL in whatever order loads them: what names something that is not there yet waits for the rest.
 * Throws where something is left over, naming file, line and the server's reason.
 */
export async function loadSql(
  session: Session,
  files: readonly SqlFile[],
  adapt: (sql: string) => string,
): Promise<void> {
  let waiting: readonly Waiting[] = files.flatMap((file) => {
    const script = splitStatements(file.text);
    return script.statements
      .filter((statement) => !controlsTransaction(statement))
      .map((statement) => ({ file, script, statement }));
  });
  while (waiting.length > 0) {
    const left = await runAll(session, waiting, adapt);
    if (left.length === waiting.length) throw unloadable(left);
    waiting = left;
  }
}

async function runAll(
  session: Session,
  waiting: readonly Waiting[],
  adapt: (sql: string) => string,
): Promise<readonly Waiting[]> {
  const left: Waiting[] = [];
  for (const one of waiting) {
    const { start, end, copyData } = one.statement;
    const rows = copyData === undefined ? [] : [one.file.text.slice(copyData.start, copyData.end)];
    const { error } = await session.run(adapt(one.file.text.slice(start, end)), rows);
    if (error === undefined) continue;
    if (!mayComeLater(error)) throw unloadable([{ ...one, error }]);
    left.push({ ...one, error });
  }
  return left;
}

/** Undefined tables, columns, functions, objects, schemas: another statement may make them. */
function mayComeLater({ code }: ServerError): boolean {
  return ['42P01', '42703', '42883', '42704', '3F000', '42P17', '42830'].includes(code);
}

function unloadable(left: readonly Waiting[]): StrataError {
  const { file, statement, error } = left[0] as Waiting & { error: ServerError };
  const own = file.text.slice(statement.start, statement.end);
  const offset = statement.start + (error.position === undefined ? 0 : offsetOfPosition(own, error.position));
  const { line, column } = locate(indexLines(file.text), Math.min(offset, statement.end));
  const others =
    left.length > 1 ? ` (${left.length - 1} more statements wait for something that is not there)` : '';
  const needsSuperuser = error.code === '42501';
  return new StrataError(
    'project',
    `${error.message}${error.detail === undefined ? '' : `: ${error.detail}`} (${error.code})${others}`,
    {
      where: { file: file.name, line, column },
      hint: needsSuperuser
        ? 'The throwaway PostgreSQL acts as an ordinary owner. If that statement is meant for a superuser: --superuser'
        : (error.hint ?? 'The file must load into an empty database as it stands.'),
    },
  );
}

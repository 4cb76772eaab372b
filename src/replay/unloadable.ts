import type { ServerError } from '../db/session.ts';
import { StrataError } from '../model/errors.ts';
import { extensionOf } from '../postgres/extension-objects.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { indexLines, locate, offsetOfPosition } from '../sql/locate.ts';
import type { Statement } from '../sql/split.ts';

/** A file of SQL that declares a schema. */
export interface SchemaFile {
  /** As it is shown to a person. */
  readonly name: string;
  readonly text: string;
  /** It goes on in the session of the file before it, which includes it or is included by it. */
  readonly goesOn?: true;
}

/** A statement of a file. */
export interface Located {
  readonly file: SchemaFile;
  readonly statement: Statement;
}

export interface Refused extends Located {
  readonly error: ServerError;
}

/** Whether something undefined was named (a table, column, function, object or schema): a later statement may create it. */
export function mayComeLater({ code }: ServerError): boolean {
  return ['42P01', '42703', '42883', '42704', '3F000', '42P17', '42830'].includes(code);
}

/** The error of a statement that does not load, and how many `others` wait. */
export function unloadable({ file, statement, error }: Refused, others = 0): StrataError {
  const rest = others > 0 ? ` (${others} more statements wait for something that is not there)` : '';
  return new StrataError(
    'project',
    `${error.message}${error.detail === undefined ? '' : `: ${error.detail}`} (${error.code})${rest}`,
    {
      where: { file: file.name, ...placeOf(file, statement, error) },
      hint: hintOf(error),
    },
  );
}

/** Where the server found the error: in the statement, or in one of the rows that follow a COPY. */
function placeOf({ text }: SchemaFile, { start, end, copyData }: Statement, error: ServerError) {
  const lines = indexLines(text);
  const row = /^COPY .*, line (\d+)/.exec(error.context ?? '')?.[1];
  if (copyData !== undefined && row !== undefined)
    return { line: locate(lines, copyData.start).line + Number(row) - 1, column: 1 };
  const inside = error.position === undefined ? 0 : offsetOfPosition(text.slice(start, end), error.position);
  return locate(lines, Math.min(start + inside, end));
}

/** The name, without its schema, of what an error is about; undefined where it names nothing at its beginning. */
export function nameIn({ message }: ServerError): string | undefined {
  const [, quoted, called] = /^(?:[a-z]+ )*(?:"([^"]+)"|([\w.]+)\()/.exec(message) ?? [];
  return (quoted ?? called)?.split('.').at(-1);
}

/** What a person can do about a statement that does not run. */
function hintOf(error: ServerError): string {
  if (error.code === '42501')
    return 'The throwaway PostgreSQL acts as an ordinary owner. If that statement is meant for a superuser: --superuser';
  const name = nameIn(error);
  const extension = name !== undefined && mayComeLater(error) ? extensionOf(name) : undefined;
  return extension === undefined
    ? (error.hint ?? 'The file must load into an empty database as it stands.')
    : `${name} comes with an extension, which the file has to make first: CREATE EXTENSION ${quoteIdentifier(extension)};`;
}

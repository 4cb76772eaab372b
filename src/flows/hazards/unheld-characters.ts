import type { Queryable } from '../../db/queryable.ts';
import { recordApplied } from '../../ledger/write.ts';
import type { DeployMigration } from '../../model/deployment.ts';
import { StrataError } from '../../model/errors.ts';
import type { Ledger } from '../../model/ledger.ts';
import { indexLines, placeIn } from '../../sql/locate.ts';

/**
 * Throws a `project` error where migrations hold a character that the database's encoding lacks. The throwaway server is in UTF-8 and
 * holds them all; the live one would refuse the statement, or the ledger's row with its text. Reads only.
 */
export async function refuseUnheld(
  live: Queryable,
  ledger: Ledger,
  work: readonly DeployMigration[],
): Promise<void> {
  const characters = [...new Set(work.flatMap((one) => rareIn(textsSent(ledger, one))))];
  if (characters.length === 0) return;
  const [row] = await live.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = row?.server_encoding ?? 'UTF8';
  if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return;
  const lost = await firstUnheld(live, characters);
  if (lost === undefined) return;
  const [holder] = work.flatMap((one) => placesOf(lost, ledger, one));
  throw new StrataError(
    'project',
    `${holder?.name} holds \`${lost}\`, for which the database's encoding ${encoding} has no character`,
    {
      hint: `Nothing was changed. Write it in characters of ${encoding}, or deploy to a database in UTF8.`,
      ...(holder === undefined ? {} : { where: holder.where }),
    },
  );
}

/** Everything that goes to the server for a migration: its statements, their rows, and what its ledger keeps. */
function textsSent(ledger: Ledger, { migration, units }: DeployMigration): readonly string[] {
  const statements = units.flatMap((unit) => unit.statements);
  const run = { id: '', ms: 0, statements: statements.map(({ sql }) => sql) };
  return [
    ...statements.flatMap(({ sql, copyData = '' }) => [sql, copyData]),
    ...recordApplied(ledger, migration, run).flatMap(({ values }) => values.flat().map(String)),
  ];
}

/** Characters beyond ASCII, each as often as it stands there. */
function rareIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.match(/\P{ASCII}/gu) ?? []);
}

/** Halves the characters until one is left: a question for each would take a while. */
async function firstUnheld(live: Queryable, characters: readonly string[]): Promise<string | undefined> {
  if (await canHold(live, characters.join(''))) return undefined;
  const middle = Math.ceil(characters.length / 2);
  if (characters.length === 1) return characters[0];
  return (
    (await firstUnheld(live, characters.slice(0, middle))) ??
    (await firstUnheld(live, characters.slice(middle)))
  );
}

/** The server converts a value into its own encoding when it gets it. */
async function canHold(live: Queryable, text: string): Promise<boolean> {
  try {
    await live.query('SELECT $1::text', [text]);
    return true;
  } catch (error) {
    const { cause = error } = error as Error;
    if ((cause as { readonly code?: string }).code === untranslatable) return false;
    throw error;
  }
}

const untranslatable = '22P05';

/** Where a character stands in a migration: in the first statement that holds it, else in what only the ledger keeps. */
function placesOf(character: string, ledger: Ledger, one: DeployMigration) {
  if (!textsSent(ledger, one).some((text) => text.includes(character))) return [];
  const { name, up } = one.migration;
  const lines = indexLines(up.text);
  const statement = one.units
    .flatMap((unit) => unit.statements)
    .find(({ sql, copyData = '' }) => sql.includes(character) || copyData.includes(character));
  const start = statement === undefined ? 0 : (lines.starts[statement.line - up.firstLine] ?? 0);
  const at = up.text.indexOf(character, start);
  return [{ name, where: placeIn(up, Math.max(at, 0), lines) }];
}

import type { DeployMigration, Unit, UnitStatement } from '../model/deployment.ts';
import type { Migration, SqlText, Transaction } from '../model/migration.ts';
import { indexLines, locate } from '../sql/locate.ts';
import { type Statement, splitStatements } from '../sql/split.ts';
import {
  changesSettings,
  controlsTransaction,
  endsTransaction,
  refusesTransaction,
} from '../sql/statement.ts';
import { effectiveTransaction } from './compose.ts';

/** Takes a migration apart into what takes effect at once, under its runner's transaction rules. */
export function composeUnits(migration: Migration): DeployMigration {
  return { migration, ...composeText(migration.up, migration.transaction) };
}

/** The same for any text: a down, for one. */
export function composeText(
  { text, firstLine }: SqlText,
  transaction: Transaction,
): Pick<DeployMigration, 'units' | 'changesSettings'> {
  const script = splitStatements(text);
  const lines = indexLines(text);
  const pieces = script.statements.map((statement, i): Piece => {
    const { start, end, copyData } = statement;
    return {
      statement,
      refuses: refusesTransaction(statement, text),
      sent: {
        number: i + 1,
        sql: text.slice(start, end),
        line: firstLine + locate(lines, start).line - 1,
        ...(copyData === undefined ? {} : { copyData: text.slice(copyData.start, copyData.end) }),
        ...(changesSettings(statement, text) ? { isSetting: true } : {}),
      },
    };
  });
  return {
    units: group(pieces, effectiveTransaction(text, script, transaction)),
    changesSettings: script.statements.some((statement) => changesSettings(statement, text)),
  };
}

interface Piece {
  readonly statement: Statement;
  readonly refuses: boolean;
  readonly sent: UnitStatement;
}

function group(pieces: readonly Piece[], transaction: Transaction): readonly Unit[] {
  const [first, ...rest] = pieces;
  if (first === undefined) return [];
  if (transaction === 'autocommit') return autocommit(pieces);
  if (transaction === 'block') {
    // A COMMIT of the file's own ends the runner's transaction: what follows is on its own.
    const end = pieces.findIndex(({ statement }) => endsTransaction(statement));
    return end === -1
      ? [together(pieces)]
      : [together(pieces.slice(0, end + 1)), ...autocommit(pieces.slice(end + 1))];
  }
  // One statement alone stands in no block; of a batch sent as a pipeline, the first one does.
  if (first.refuses && (rest.length === 0 || transaction === 'pipeline'))
    return [bare(first), ...implicit(rest)];
  return implicit(pieces);
}

/** One simple query: its statements share a transaction up to each COMMIT of its own. */
function implicit(pieces: readonly Piece[]): readonly Unit[] {
  const end = pieces.findIndex(({ statement }) => endsTransaction(statement));
  if (pieces.length === 0) return [];
  if (end === -1) return [together(pieces)];
  return [together(pieces.slice(0, end + 1)), ...implicit(pieces.slice(end + 1))];
}

/** Statement by statement, but for transactions that the file opens itself. */
function autocommit(pieces: readonly Piece[]): readonly Unit[] {
  const units: Unit[] = [];
  for (let i = 0; i < pieces.length; i += 1) {
    const piece = pieces[i] as Piece;
    if (piece.refuses) {
      units.push(bare(piece));
      continue;
    }
    const opens = controlsTransaction(piece.statement) && !endsTransaction(piece.statement);
    const last = opens ? pieces.findIndex(({ statement }, at) => at > i && endsTransaction(statement)) : i;
    const end = last === -1 ? pieces.length - 1 : last;
    units.push(together(pieces.slice(i, end + 1)));
    i = end;
  }
  return units;
}

function bare({ sent }: Piece): Unit {
  return { kind: 'bare', statements: [sent], ending: 'runner' };
}

function together(pieces: readonly Piece[]): Unit {
  const last = (pieces.at(-1) as Piece).statement;
  const isCommit = /^(COMMIT|END)\b(?! PREPARED)/.test(last.head);
  const ending = isCommit ? 'own-commit' : endsTransaction(last) ? 'own-other' : 'runner';
  return { kind: 'transaction', statements: pieces.map(({ sent }) => sent), ending };
}

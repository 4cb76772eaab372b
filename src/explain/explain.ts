import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import type { History } from '../model/migration.ts';
import type { Trace } from '../model/trace.ts';
import { few } from '../model/words.ts';
import { sqlStateWords } from '../postgres/sqlstates.ts';
import { pointTo } from '../sql/locate.ts';
import { loadParser } from '../sql/parse.ts';
import { failureBehind, isAfterInterruption, isGuesswork, lackingExtension } from './consequence.ts';
import { type Explanation, type Failure, findFocus, focusPlace, readFailure } from './failure.ts';
import { tellRoutines } from './inside.ts';
import { badValue, brokenConstraint, typeMismatch } from './kinds/data.ts';
import { badDefinition, missingKey } from './kinds/definition.ts';
import { duplicateObject } from './kinds/duplicate.ts';
import { undefinedDatabase } from './kinds/of-server.ts';
import { dependentsRemain, leftOut, noPermission, typeInUse, unknownExtension } from './kinds/refused.ts';
import { syntaxError, tooDeep } from './kinds/syntax.ts';
import { brokenTransaction, enumValueTooNew, refusedInTransaction } from './kinds/transaction.ts';
import {
  undefinedColumn,
  undefinedFunction,
  undefinedObject,
  undefinedSchema,
  undefinedTable,
} from './kinds/undefined.ts';
import { joinMissingBeginning } from './missing-beginning.ts';
import { tellStory } from './story.ts';

type Explain = (failure: Failure) => Explanation | undefined;

/** Who explains which SQLSTATE; an entry of two characters serves its whole class. */
const explainers: Readonly<Record<string, Explain>> = {
  '0A000': (failure) => unknownExtension(failure) ?? typeInUse(failure),
  '58P01': unknownExtension,
  '22': badValue,
  '23': brokenConstraint,
  '25': (failure) => refusedInTransaction(failure) ?? brokenTransaction(failure),
  '2BP01': dependentsRemain,
  '2D000': brokenTransaction,
  '3D000': undefinedDatabase,
  '3F000': undefinedSchema,
  '42501': noPermission,
  '42601': syntaxError,
  '42701': duplicateObject,
  '42703': undefinedColumn,
  '42704': undefinedObject,
  '42710': duplicateObject,
  '42723': duplicateObject,
  '42804': typeMismatch,
  '42830': missingKey,
  '42846': typeMismatch,
  '42883': undefinedFunction,
  '42P01': undefinedTable,
  '42P10': missingKey,
  '42P13': badDefinition,
  '42P16': badDefinition,
  '42P17': badDefinition,
  '55006': badDefinition,
  '42P06': duplicateObject,
  '42P07': duplicateObject,
  '54001': tooDeep,
  '55P04': enumValueTooNew,
  P0001: badValue,
};

/** What a rehearsal's failures come to. */
interface Explained {
  readonly findings: readonly Finding[];
  /** What could not be judged because of an earlier failure, a sentence each. */
  readonly notChecked: readonly string[];
}

/**
 * Explains every failure of a rehearsal by what happened before and after it. A failure that follows from an earlier one is no
 * finding of its own; it is reported as not checked.
 */
export async function explainFailures(history: History, trace: Trace): Promise<Explained> {
  const troubled = trace.migrations.some(({ statements }) =>
    statements.some((s) => (s.error ?? s.leftOut) !== undefined),
  );
  if (!troubled) return { findings: [], notChecked: [] };
  await loadParser();
  const story = tellStory(history, trace);
  const findings: Finding[] = [];
  const notChecked: string[] = [];
  const earlier: Failure[] = [];
  for (const [index, told] of trace.migrations.entries()) {
    for (const statement of told.statements) {
      const error = statement.error ?? statement.leftOut;
      if (error === undefined) continue;
      const failure = readFailure(history, story, index, statement, error);
      if (isAfterInterruption(failure)) {
        notChecked.push(`${placeWords(failure)} goes on with what was cut short, which a rehearsal never is`);
        continue;
      }
      if (isGuesswork(failure)) {
        notChecked.push(`${placeWords(failure)} asks for other types than were guessed (${error.message})`);
        continue;
      }
      const root = failureBehind(failure, earlier);
      const extension = root === undefined ? lackingExtension(failure, earlier) : undefined;
      if (root !== undefined) notChecked.push(consequenceWords(failure, root));
      else if (extension !== undefined)
        notChecked.push(
          `${placeWords(failure)} may need what ${placeWords(extension)} brings (${error.message})`,
        );
      else findings.push(explainFailure(failure));
      earlier.push(failure);
    }
  }
  return { findings: joinMissingBeginning(gather(findings), history), notChecked };
}

/** Findings with the same message (such as a role that no migration creates) become one finding that names all places. */
function gather(findings: readonly Finding[]): readonly Finding[] {
  // A template has many placeholders, and is one trouble.
  const complaintOf = ({ rule, message }: Finding) =>
    rule === 'template-file' ? rule : `${rule} ${message}`;
  return [...groupBy(findings, complaintOf).values()].map(([first, ...rest]) => {
    if (rest.length === 0) return first;
    const places = rest.map(({ where }) => `${where?.file}:${where?.line}`);
    return { ...first, notes: [...first.notes, `The same at ${few(places, 5)}.`] };
  });
}

function consequenceWords(failure: Failure, root: Failure): string {
  return `${placeWords(failure)} needs what ${placeWords(root)} would have made (${failure.error.message})`;
}

function placeWords(failure: Failure): string {
  const { file, line } = focusPlace(failure, undefined);
  return `${file}:${line}`;
}

/** One failed statement as a finding, with its place, its code frame and the server's own words. */
export function explainFailure(failure: Failure): Finding {
  const { error, migration } = failure;
  const explain = explainers[error.code] ?? explainers[error.code.slice(0, 2)];
  const isLeftOut = failure.statement.leftOut !== undefined;
  const explanation =
    isLeftOut && error.code !== '3D000' ? leftOut(failure) : (explain?.(failure) ?? plainly(failure));
  const focus = findFocus(failure, explanation.focus);
  return {
    rule: explanation.rule,
    severity: isLeftOut ? 'warning' : 'error',
    message: explanation.message,
    notes: [...explanation.notes, ...serverWords(failure, explanation)],
    ...(explanation.hint === undefined ? {} : { hint: explanation.hint }),
    ...(explanation.neverMade === undefined ? {} : { neverMade: [explanation.neverMade] }),
    ...pointTo(migration.up, focus.start, focus.end - focus.start),
    migration: migration.name,
    statement: failure.at.statement,
  };
}

function plainly({ error }: Failure): Explanation {
  return {
    rule: 'failed-statement',
    message: error.message,
    notes: error.detail === undefined ? [] : [error.detail],
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

function serverWords(failure: Failure, explanation: Explanation): readonly string[] {
  const { error } = failure;
  const words: string[] = [];
  const [line = '', ...rest] = error.message.split('\n');
  const message = rest.length === 0 ? line : `${line} …"`;
  const said = `PostgreSQL says: ${message} (${sqlStateWords(error.code)}, ${error.code}).`;
  if (explanation.isOurs !== true && !explanation.notes.some((note) => note.includes(error.code)))
    words.push(said);
  const routines = tellRoutines(failure);
  const isTold = routines.length > 0 || failure.head.startsWith('DO');
  if (error.context !== undefined && !isTold)
    words.push(`Inside: ${error.context.split('\n').slice(0, 4).join('; ')}`);
  return [...words, ...routines];
}

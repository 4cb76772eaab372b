import { objectId } from '../../model/object-id.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import {
  bareName,
  identifiersIn,
  quoteIdentifier,
  quoteLiteral,
  splitIdentifier,
  splitLast,
} from '../../postgres/identifier.ts';
import { byKind, lastString, walk } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList } from '../../sql/relations.ts';
import { factOf, isOwn, placeOf, textOf } from '../reading/facts.ts';
import { givenNumbers } from '../reading/given-numbers.ts';
import { indexesOf } from '../reading/keys.ts';
import { countedColumns, empties, setsSequence } from '../reading/sequences.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations, statementsOf } from '../reading/trees.ts';

export const sequenceRestart: Rule = {
  id: 'sequence-restart',
  group: 'data',
  severity: 'warning',
  summary:
    'The numbers of an existing table begin anew, or do so once they are used up, or rows get numbers of which the sequence does not know: inserts get those that rows have already, and fail as duplicates.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, sequence, column } of restarts(subject)) {
      const counted = countedColumns(subject).find((one) =>
        sequence === undefined ? column === one.column : isSame(sequence, namedByIdentity(one.sequence)),
      );
      if (counted === undefined) continue;
      const [table, name] = splitLast(counted.column);
      const named = namedByIdentity(table);
      if (!isExisting(act, named) || isMended(subject, act, named, counted.sequence)) continue;
      const written = bareName(name);
      yield {
        act,
        focus: ['RESTART', 'setval'],
        message: `\`${written}\` of ${table} counts from the start again, whatever numbers its rows have`,
        hint: [
          'Let it go on behind them:',
          {
            code: `SELECT setval(pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(written)}), (SELECT coalesce(max(${quoteIdentifier(written)}), 0) + 1 FROM ${table}), false);`,
          },
        ],
      };
    }
    yield* cyclingKeys(subject);
    yield* numbersGiven(subject);
  },
};

/** Keys whose sequences are told to begin anew once they are used up. */
function* cyclingKeys(subject: Subject): Iterable<Verdict> {
  for (const { sequence, column } of countedColumns(subject)) {
    const [of, name] = splitLast(column);
    const table = factOf(subject, objectId('table', of));
    if (table === undefined || !isOwn(subject, of)) continue;
    const identity = textOf(factOf(subject, objectId('column', column)) ?? table, 'identityOptions');
    const isIdentity = /\bCYCLE$/.test(identity);
    if (factOf(subject, objectId('sequence', sequence))?.definition.cycle !== true && !isIdentity) continue;
    if (!indexesOf(subject, table).some(({ unique, keys }) => unique && keys.join() === name)) continue;
    yield {
      act: placeOf(subject, sequence, 'CYCLE') ?? placeOf(subject, of, 'CYCLE'),
      severity: 'info',
      focus: ['CYCLE', bareName(sequence)],
      message: `\`${bareName(name)}\` of ${of} gets the numbers of rows again once its sequence is used up`,
      hint: [
        'Without CYCLE the error says what is wrong:',
        {
          code: isIdentity
            ? `ALTER TABLE ${of} ALTER COLUMN ${name} SET NO CYCLE;`
            : `ALTER SEQUENCE ${sequence} NO CYCLE;`,
        },
      ],
    };
  }
}

/** Rows with numbers of their own in a key, behind which its sequence is not set. */
function* numbersGiven(subject: Subject): Iterable<Verdict> {
  for (const { act, table, column } of givenNumbers(subject)) {
    const name = bareName(column);
    yield {
      act,
      focus: [name, bareName(table)],
      message: `rows of ${table} get \`${name}\` without its sequence, which gives those numbers again: inserts without one fail as duplicates`,
      hint: [
        'Let it go on behind them, in the same migration:',
        {
          code: `SELECT setval(pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(name)}), (SELECT max(${column}) FROM ${table}));`,
        },
      ],
    };
  }
}

/** A statement that sets a sequence back to its start: of the one named, or of an identity column. */
interface Restart {
  readonly act: Act;
  readonly sequence: Named | undefined;
  /** As SQL writes it. */
  readonly column?: string;
}

function* restarts(subject: Subject): Iterable<Restart> {
  for (const { act, node } of statementsOf(subject, 'AlterSeqStmt', /^ALTER SEQUENCE\b/))
    if (isToStart(node.options)) yield { act, sequence: namedBy(node.sequence) };
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_SetIdentity' || !isToStart(byKind(command.def).List?.items)) continue;
    const [schema, name] = [table.schema ?? 'public', table.name];
    yield {
      act,
      sequence: undefined,
      column: [schema, name, command.name ?? ''].map(quoteIdentifier).join('.'),
    };
  }
  for (const { act, node } of statementsOf(subject, 'SelectStmt', /^SELECT\b.*\bSETVAL\b/)) {
    for (const sequence of setToStart(node)) yield { act, sequence };
  }
}

/** Whether options restart a sequence, without a number or with the first there is. */
function isToStart(options: readonly unknown[] | undefined): boolean {
  return (options ?? []).some((item) => {
    const { defname, arg } = byKind(item).DefElem ?? {};
    return defname === 'restart' && (arg === undefined || isFirst(byKind(arg).Integer?.ival ?? 0, arg));
  });
}

function isFirst(value: number, arg: unknown): boolean {
  return byKind(arg).Float === undefined && value >= 0 && value <= 1;
}

/** The sequences that `setval('name', 1)` sets to the first number. */
function setToStart(query: unknown): readonly Named[] {
  const found: Named[] = [];
  walk(query, (node, kind) => {
    if (kind !== 'FuncCall' || lastString(node.funcname) !== 'setval') return;
    const [sequence, value] = (node.args as readonly unknown[] | undefined) ?? [];
    const number = byKind(value).A_Const;
    const isOne = number?.ival !== undefined && isFirst(number.ival.ival ?? 0, undefined);
    const name = byKind(byKind(sequence).TypeCast?.arg ?? sequence).A_Const?.sval?.sval;
    if (isOne && name !== undefined) found.push(namedByList(splitIdentifier(name)));
  });
  return found;
}

/** Whether the same migration also empties the table, or sets the sequence afterwards. */
function isMended({ acts }: Subject, act: Act, table: Named, sequence: string): boolean {
  const names = [table.name, bareName(sequence)];
  return acts.some(
    (other) =>
      other.at === act.at &&
      (empties(other, table) ||
        (other.head.startsWith('DELETE') && identifiersIn(other.text).has(table.name)) ||
        (compareActs(other, act) > 0 && setsSequence(other, names))),
  );
}

import type { ColumnDef, Constraint } from '@pgsql/types';
import type { Hint, HintPart } from '../../model/hint.ts';
import type { Fix, Rule } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { stringsOf } from '../../sql/nodes.ts';
import { type Named, shown } from '../../sql/relations.ts';
import { isOfParts } from '../reading/facts.ts';
import { isSingle } from '../reading/fixes.ts';
import { isExisting } from '../reading/tables.ts';
import { addedConstraints, addedFirst, countingFirst, hasOnly, isCounting } from '../reading/trees.ts';
import { evidence } from '../reading/wording.ts';

const words: Readonly<Record<string, string>> = {
  CONSTR_UNIQUE: 'a unique constraint',
  CONSTR_PRIMARY: 'a primary key',
  CONSTR_EXCLUSION: 'an exclusion constraint',
};

export const constraintBuildsIndex: Rule = {
  id: 'constraint-builds-index',
  group: 'observed',
  severity: 'warning',
  summary:
    'A UNIQUE, PRIMARY KEY or EXCLUDE constraint builds its index under ACCESS EXCLUSIVE: reading and writing wait, and rows that are there may break it.',
  descendsFrom: [
    'squawk:disallowed-unique-constraint',
    'squawk:constraint-missing-not-valid',
    'squawk:adding-serial-primary-key-field',
    'eugene:E7',
    'eugene:E8',
    'strong_migrations:add_unique_constraint',
    'strong_migrations:add_exclusion_constraint',
    'atlas:PG104',
    'atlas:PG105',
  ],
  *judge(subject) {
    for (const { act, table, constraint, column } of addedConstraints(subject)) {
      const what = words[constraint.contype ?? ''];
      if (what === undefined || constraint.indexname !== undefined || !isExisting(act, table)) continue;
      // On the parent alone nothing is built: partitions bring theirs by ATTACH PARTITION.
      if (act.ran && act.seen?.indexBuilds.length === 0) continue;
      const canTakeIndex = constraint.contype !== 'CONSTR_EXCLUSION' && constraint.without_overlaps !== true;
      const hasParts = isOfParts(subject, act, table);
      const columns = column === undefined ? stringsOf(constraint.keys) : [column.colname ?? ''];
      const of = columns.length === 0 ? '' : ` of ${columns.map((name) => `\`${name}\``).join(', ')}`;
      const via = viaIndex(shown(table), constraint, columns);
      // Options of the index (INCLUDE, NULLS NOT DISTINCT, DEFERRABLE ...) are left to a person.
      const isPlain =
        column === undefined &&
        isSingle(act) &&
        /\(\s*[^()]*\)\s*$/.test(act.text) &&
        !/\bINCLUDE\b|\bDISTINCT\b/i.test(act.text);
      yield {
        act,
        table,
        focus: constraint.conname ?? columns[0],
        message: `adding ${what}${of} to ${shown(table)} builds its index while everything that reads or writes the table waits`,
        notes: [
          ...evidence(act),
          ...(column === undefined ? ['It fails where rows that are there break it.'] : []),
        ],
        hint: !canTakeIndex
          ? 'An exclusion constraint, and a key WITHOUT OVERLAPS, can neither be NOT VALID nor take an index that is there: add it when the table may be out of use, or make it on a new table and move the rows over.'
          : hasParts
            ? partByPart(via)
            : [
                ...indexFirst(table, constraint, column, via),
                runnerWords(subject.history).outside,
                "Then make it the constraint's, in the next migration:",
                { code: `${via.constraint};` },
              ],
        fix: canTakeIndex && !hasParts && isPlain ? fixOf(via) : undefined,
      };
    }
  },
};

/** The index without the constraint. A column that rows have to be given a value of first is added without it. */
function indexFirst(
  table: Named,
  constraint: Constraint,
  column: ColumnDef | undefined,
  { index }: Via,
): readonly HintPart[] {
  const first = 'Build the index first, without keeping anybody waiting:';
  const at = shown(table);
  if (column === undefined) return [first, { code: `${index};` }];
  const isPlain = hasOnly(column, constraint);
  if (constraint.contype !== 'CONSTR_PRIMARY' && !isCounting(column))
    return [first, { code: `${addedFirst(at, column, isPlain)}${index};` }];
  return [
    'Add the column empty, and fill the rows that are there in batches:',
    {
      code: isCounting(column)
        ? countingFirst(table, column.colname ?? '')
        : addedFirst(at, column, isPlain).trim(),
    },
    'Then build the index, without keeping anybody waiting:',
    { code: `${index};` },
  ];
}

function fixOf({ index, constraint }: Via): Fix {
  return {
    instead: '',
    later: [
      { statements: [index], isAlone: true },
      { statements: [constraint], isAlone: false },
    ],
  };
}

/** A partitioned table neither builds an index CONCURRENTLY nor takes one that is there; each of its partitions does. */
function partByPart({ name, onParent, key }: Via): Hint {
  return [
    'A partitioned table takes no CONCURRENTLY. Add the constraint to the parent alone:',
    { code: `${onParent};` },
    'Then bring it to each partition by an index that is built outside a transaction, and attach that:',
    {
      code: `CREATE UNIQUE INDEX CONCURRENTLY … ON … ${key};\nALTER TABLE … ADD CONSTRAINT … USING INDEX …;\nALTER INDEX ${name} ATTACH PARTITION …;`,
    },
  ];
}

interface Via {
  readonly name: string;
  /** The columns in parentheses, with what else the index holds. */
  readonly key: string;
  readonly index: string;
  readonly constraint: string;
  /** The same constraint on a partitioned table, without its partitions. */
  readonly onParent: string;
}

/** The SQL that builds the index CONCURRENTLY first and then adds the constraint on it. */
function viaIndex(
  at: string,
  { conname, contype, including, nulls_not_distinct, deferrable, initdeferred }: Constraint,
  columns: readonly string[],
): Via {
  const kind = contype === 'CONSTR_PRIMARY' ? 'PRIMARY KEY' : 'UNIQUE';
  const table = bareName(at);
  const born =
    contype === 'CONSTR_PRIMARY'
      ? generatedName(table, 'pkey')
      : generatedName([table, columns.join('_')], 'key');
  const name = quoteIdentifier(conname ?? born);
  const list = (some: readonly string[]): string => `(${some.map(quoteIdentifier).join(', ')})`;
  const included = including === undefined ? '' : ` INCLUDE ${list(stringsOf(including))}`;
  const more = `${included}${nulls_not_distinct === true ? ' NULLS NOT DISTINCT' : ''}`;
  const when = `${deferrable === true ? ' DEFERRABLE' : ''}${initdeferred === true ? ' INITIALLY DEFERRED' : ''}`;
  const key = `${list(columns)}${more}`;
  const distinct = nulls_not_distinct === true ? 'NULLS NOT DISTINCT ' : '';
  return {
    name,
    key,
    onParent: `ALTER TABLE ONLY ${at} ADD CONSTRAINT ${name} ${kind} ${distinct}${list(columns)}${included}${when}`,
    index: `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${at} ${key}`,
    constraint: `ALTER TABLE ${at} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}${when}`,
  };
}

import type { Hint } from '../../model/hint.ts';
import { assumedName } from '../../model/migration.ts';
import type { Act, Fix, Rule, Subject } from '../../model/rule.ts';
import { generatedName, notNullProof } from '../../postgres/generated-name.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { type Named, namedByIdentity, shown } from '../../sql/relations.ts';
import { isSingle } from '../reading/fixes.ts';
import { isExisting, worksThrough } from '../reading/tables.ts';
import { addedConstraints, alterations, statementsOf } from '../reading/trees.ts';
import { evidence } from '../reading/wording.ts';

export const setNotNullScan: Rule = {
  id: 'set-not-null-scan',
  group: 'observed',
  severity: 'warning',
  summary:
    'NOT NULL is set on an existing column: every row is checked under ACCESS EXCLUSIVE, and one null makes the migration fail.',
  descendsFrom: [
    'squawk:adding-not-nullable-field',
    'squawk:constraint-missing-not-valid',
    'eugene:E2',
    'eugene:W14',
    'strong_migrations:change_column_null',
    'atlas:MF104',
    'atlas:PG303',
  ],
  *judge(subject) {
    for (const { act, table, column, isIndex } of demands(subject)) {
      // An index or a valid CHECK that proves it spares the server the reading, and the rehearsal sees that.
      const read = (act.seen?.verifies ?? []).map(namedByIdentity);
      const reads = worksThrough(act, table, read) || act.seen?.rewrites.length !== 0;
      if (!isExisting(act, table) || (act.ran && !reads)) continue;
      const at = shown(table);
      yield {
        act,
        table,
        focus: act.text.includes(column) ? column : 'PRIMARY',
        fix:
          /\bSET NOT NULL\b/i.test(act.text) && isSingle(act)
            ? provenFirst(at, table.name, column)
            : undefined,
        message: `making ${isIndex ? `what index \`${column}\` is on` : `\`${column}\` of ${at}`} NOT NULL reads every row while everything that reads or writes the table waits`,
        notes: [...evidence(act), 'It fails where a row holds a null.'],
        hint: isIndex
          ? 'Make its columns NOT NULL beforehand, proven by a constraint that was validated: then nothing is read here.'
          : provingWords(at, table.name, column),
      };
    }
  },
};

function provingWords(at: string, table: string, column: string): Hint {
  const name = quoteIdentifier(generatedName([table, column], 'not_null'));
  return [
    'On PostgreSQL 18, demand it of new rows first and check the old ones in a later migration:',
    {
      code: `ALTER TABLE ${at} ADD CONSTRAINT ${name} NOT NULL ${quoteIdentifier(column)} NOT VALID;\nALTER TABLE ${at} VALIDATE CONSTRAINT ${name};`,
    },
    `Before 18 the same with CHECK (${quoteIdentifier(column)} IS NOT NULL); once that is valid, SET NOT NULL reads nothing.`,
  ];
}

/**
 * The SQL that works on every version: a CHECK that is added NOT VALID and then validated proves to SET NOT NULL that no row is
 * null.
 */
function provenFirst(at: string, table: string, column: string): Fix {
  const check = quoteIdentifier(generatedName([table, column], notNullProof));
  const name = quoteIdentifier(column);
  return {
    instead: `ALTER TABLE ${at} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`,
    later: [
      { statements: [`ALTER TABLE ${at} VALIDATE CONSTRAINT ${check}`], isAlone: false },
      {
        statements: [
          `ALTER TABLE ${at} ALTER COLUMN ${name} SET NOT NULL`,
          `ALTER TABLE ${at} DROP CONSTRAINT ${check}`,
        ],
        isAlone: false,
      },
    ],
  };
}

interface Demand {
  readonly act: Act;
  readonly table: Named;
  readonly column: string;
  /** `column` is the name of an index instead, of which no migration tells the columns. */
  readonly isIndex?: boolean;
}

function* demands(subject: Subject): Iterable<Demand> {
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype === 'AT_SetNotNull') yield { act, table, column: command.name ?? '' };
  }
  for (const { act, table, constraint, column } of addedConstraints(subject)) {
    if (
      constraint.contype === 'CONSTR_NOTNULL' &&
      column === undefined &&
      constraint.skip_validation !== true
    )
      yield { act, table, column: stringsOf(constraint.keys)[0] ?? '' };
    // A primary key makes its columns NOT NULL; where they were so already, nothing is read.
    else if (constraint.contype === 'CONSTR_PRIMARY' && constraint.indexname !== undefined)
      yield* indexColumns(subject, constraint.indexname).map((demand) => ({ act, table, ...demand }));
  }
}

/** The columns of an index that the history makes, or the index. */
function indexColumns(subject: Subject, name: string): readonly Pick<Demand, 'column' | 'isIndex'>[] {
  for (const { act, node } of statementsOf(subject, 'IndexStmt', /^CREATE (UNIQUE )?INDEX\b/)) {
    if (node.idxname !== name || act.migration.name === assumedName) continue;
    return (node.indexParams ?? []).flatMap((element) => {
      const column = byKind(element).IndexElem?.name;
      return column === undefined ? [] : { column };
    });
  }
  return [{ column: name, isIndex: true }];
}

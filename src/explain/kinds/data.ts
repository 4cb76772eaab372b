import type { Hint } from '../../model/hint.ts';
import { escaped } from '../../model/patterns.ts';
import {
  qualifiedPattern,
  quoteIdentifier,
  quoteLiteral,
  splitIdentifier,
} from '../../postgres/identifier.ts';
import { sqlStateWords } from '../../postgres/sqlstates.ts';
import { shown } from '../../sql/relations.ts';
import type { Explanation, Failure } from '../failure.ts';
import { inParentheses } from './in-parentheses.ts';
import { firstTableInHint, tableInHint } from './table-in-hint.ts';

/** Class 23: rows that the migrations themselves put in break a constraint. */
export function brokenConstraint(failure: Failure): Explanation | undefined {
  const { error } = failure;
  const rule = rules[error.code];
  if (rule === undefined) return undefined;
  const table = firstTableInHint(failure);
  const deferred = 'The constraint is deferred: it is checked only at COMMIT.';
  return {
    rule,
    message: `${error.message}${error.detail === undefined ? '' : `: ${error.detail}`}`,
    notes: [
      ...(error.atCommit === true ? [deferred] : []),
      `The rows come from this history itself (its INSERTs and UPDATEs), so every new database fails here: ${sqlStateWords(error.code)} (${error.code}).`,
    ],
    hint: mend(failure, table),
    ...(error.column === undefined ? {} : { focus: error.column }),
  };
}

const rules: Readonly<Record<string, string>> = {
  '23502': 'not-null-violation',
  '23503': 'foreign-key-violation',
  '23505': 'unique-violation',
  '23514': 'check-violation',
  '23P01': 'exclusion-violation',
};

function mend(failure: Failure, table: string): Hint {
  const { error, text } = failure;
  const column = error.column === undefined ? '…' : quoteIdentifier(error.column);
  const isDefinition = /^(ALTER|CREATE)\b/.test(failure.head);
  const [, key = '…', value = '…'] = /^Key \((.*?)\)=\((.*?)\)/.exec(error.detail ?? '') ?? [];
  switch (error.code) {
    case '23502':
      if (error.column === undefined && error.dataType !== undefined)
        return `Give each column of domain ${shown({ schema: error.schema, name: error.dataType })} a value, or the domain a DEFAULT.`;
      return isDefinition
        ? mendNulls(failure, table, column)
        : `Give \`${error.column ?? ''}\` a value in this statement, or a DEFAULT in the table.`;
    case '23503':
      return mendOrphans(failure, table, key, value);
    case '23505':
      return isDefinition
        ? [
            'Take away the duplicates first. To see them:',
            { code: `SELECT ${key}, count(*) FROM ${table} GROUP BY ${key} HAVING count(*) > 1;` },
          ]
        : 'Leave out the row that is there already, or write INSERT … ON CONFLICT DO NOTHING.';
    case '23514': {
      const partitions = mendPartitions(error.message, table);
      if (partitions !== undefined) return partitions;
      const condition = isDefinition ? conditionIn(text, error.constraint) : undefined;
      return condition === undefined
        ? `Write values that \`${error.constraint ?? 'the constraint'}\` allows, or change the constraint.`
        : [
            'Mend the rows before the constraint is added. To see them:',
            { code: `SELECT * FROM ${table} WHERE NOT (${condition});` },
          ];
    }
    default:
      return `Mend the rows that exclude each other before the constraint is added to ${table}.`;
  }
}

function mendNulls(failure: Failure, table: string, column: string): Hint {
  if (/\bADD\b/i.test(failure.text) && !/\bSET\s+NOT\s+NULL\b/i.test(failure.text)) {
    return [
      'The rows that are there have nothing in the new column. Give it a DEFAULT, or add it in three steps:',
      {
        code: `ALTER TABLE ${table} ADD COLUMN ${column} …;\nUPDATE ${table} SET ${column} = …;\nALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL;`,
      },
    ];
  }
  return [
    'Fill the column before it is made NOT NULL:',
    { code: `UPDATE ${table} SET ${column} = … WHERE ${column} IS NULL;` },
  ];
}

function mendOrphans(failure: Failure, table: string, key: string, value: string): Hint {
  const { error, text, head } = failure;
  const referenced = /is not present in table "(.+?)"/.exec(error.detail ?? '')?.[1];
  if (referenced === undefined)
    return `Delete or change the rows that still refer to it first, or give the foreign key ON DELETE CASCADE.`;
  const target = tableInHint(failure, referenced);
  if (!head.startsWith('ALTER'))
    return `Insert the row of \`${target}\` first: (${key}) must find ${value} there.`;
  const columns = referencedIn(text, error.constraint);
  return [
    'Mend the orphans before the constraint is added. To see them:',
    {
      code: `SELECT ${key} FROM ${table} WHERE (${key}) IS NOT NULL EXCEPT SELECT ${columns} FROM ${target};`,
    },
  ];
}

/** The condition of the CHECK that is violated; undefined where the statement holds several, and none under that name. */
function conditionIn(text: string, constraint: string | undefined): string | undefined {
  const isOnly = text.match(/\bCHECK\s*\(/gi)?.length === 1;
  return (
    inParentheses(text, behindName(constraint, String.raw`CHECK\s*\(`)) ??
    (isOnly ? inParentheses(text, /\bCHECK\s*\(/i) : undefined)
  );
}

/** The referenced columns of a foreign key as the statement writes them; `…` where it does not, or may mean others. */
function referencedIn(text: string, constraint: string | undefined): string {
  const columns = String.raw`REFERENCES\s+${qualifiedPattern}\s*\(`;
  const isOnly = text.match(/\bREFERENCES\b/gi)?.length === 1;
  const behind = behindName(constraint, String.raw`(?:FOREIGN\s+KEY\s*\([^)]*\)\s*)?${columns}`);
  return (
    inParentheses(text, behind) ??
    (isOnly ? inParentheses(text, new RegExp(String.raw`\b${columns}`, 'i')) : undefined) ??
    '…'
  );
}

function behindName(constraint: string | undefined, rest: string): RegExp {
  const name = escaped(constraint ?? '');
  return new RegExp(String.raw`\bCONSTRAINT\s+(?:"${name}"|${name})\s+${rest}`, 'i');
}

/** 23514 also stands for rows that fit no partition, or not the one that they lie in. */
function mendPartitions(message: string, table: string): Hint | undefined {
  if (/^no partition of relation ".+" found for row/.test(message))
    return `Create the partition first: CREATE TABLE … PARTITION OF ${table} FOR VALUES …;`;
  if (/^new row for relation ".+" violates partition constraint/.test(message))
    return `Insert into the partitioned table instead of ${table}: the server finds the partition.`;
  if (/^partition constraint of relation/.test(message))
    return `Move the rows that lie outside of the bounds from ${table} before it is attached.`;
  if (/^updated partition constraint for default partition/.test(message))
    return `Move the rows of the new partition from ${table} first: take them out, create the partition, and insert them into the partitioned table.`;
  return undefined;
}

/** 42804, 42846 and friends: a value, default or column of one type where another is wanted. */
export function typeMismatch(failure: Failure): Explanation | undefined {
  const { message, hint } = failure.error;
  const cast = /(default for )?column "(.+?)" cannot be cast automatically to type (.+)$/.exec(message);
  if (cast !== null) {
    const [, isDefault, column, type] = cast;
    const own = quoteIdentifier(column as string);
    const table = firstTableInHint(failure);
    return {
      rule: 'type-mismatch',
      message: `PostgreSQL does not cast ${isDefault === undefined ? 'the values' : 'the default'} of column \`${column}\` to ${type} by itself`,
      notes: [],
      hint:
        isDefault === undefined
          ? `Say how: ALTER TABLE ${table} ALTER COLUMN ${own} TYPE ${type} USING ${own}::${type};`
          : [
              'Drop the default, change the type, set it again:',
              {
                code: `ALTER TABLE ${table} ALTER COLUMN ${own} DROP DEFAULT, ALTER COLUMN ${own} TYPE ${type} USING ${own}::text::${type}, ALTER COLUMN ${own} SET DEFAULT …;`,
              },
            ],
      focus: column as string,
    };
  }
  const reference = /foreign key constraint "(.+?)" cannot be implemented/.exec(message);
  if (reference !== null) {
    return {
      rule: 'type-mismatch',
      message: `foreign key \`${reference[1]}\` joins columns of different types${failure.error.detail === undefined ? '' : `: ${failure.error.detail}`}`,
      notes: [],
      hint: 'Give both columns the same type; the referencing one is usually the one to change.',
    };
  }
  const [, own, type] = /^column "(.+?)" is of type (.+?) but expression is of type/.exec(message) ?? [];
  return {
    rule: 'type-mismatch',
    message: `types do not fit: ${message}`,
    notes: failure.error.detail === undefined ? [] : [failure.error.detail],
    hint:
      own === undefined
        ? (hint ?? 'Write the cast that is meant, such as value::type, or change the column.')
        : `Write a value of type ${type}, or the cast that is meant: (…)::${type}.`,
  };
}

/** Class 22 and P0001: a value that does not fit, or a RAISE EXCEPTION of the history's own code. */
export function badValue(failure: Failure): Explanation | undefined {
  const { code, message } = failure.error;
  if (code === 'P0001') {
    return {
      rule: 'raised-exception',
      message: `the migration's own code stopped it: ${message}`,
      notes: [
        'A check such as "this row must exist" passes where the data is and fails on every new database.',
      ],
      hint: 'Let it pass when there is nothing to check, for example: IF NOT EXISTS (SELECT FROM …) THEN RETURN; END IF;',
    };
  }
  const [, type, value] = /invalid input value for enum (.+?): "(.*)"$/.exec(message) ?? [];
  if (type !== undefined && value !== undefined) {
    return {
      rule: 'bad-value',
      message: `enum \`${splitIdentifier(type).join('.')}\` has no value \`${value}\` at this point of the history`,
      notes: [],
      hint: `Add it in an earlier migration: ALTER TYPE ${type} ADD VALUE ${quoteLiteral(value)}; or write one of its values.`,
      focus: value,
    };
  }
  const locale = /^could not create locale "(.+?)"/.exec(message)?.[1];
  if (locale !== undefined) {
    return {
      rule: 'bad-value',
      message: `the throwaway PostgreSQL has no locale \`${locale}\` of an operating system`,
      notes: ['Which ones there are depends on the machine that a server runs on.'],
      hint: "Make the collation of ICU's locales, which are the same everywhere: CREATE COLLATION … (provider = icu, locale = '…');",
      focus: locale,
    };
  }
  return {
    rule: 'bad-value',
    message: message.split('\n')[0] as string,
    notes: [],
    hint: failure.error.hint ?? 'Write a value that the column can hold, or change the type of the column.',
  };
}

import { quoteIdentifier } from '../postgres/identifier.ts';
import { sqlStateWords } from '../postgres/sqlstates.ts';
import type { Explanation, Failure } from './failure.ts';

/** Class 23: rows that the migrations themselves put in break a constraint. */
export function brokenConstraint(failure: Failure): Explanation | undefined {
  const { error } = failure;
  const rule = rules[error.code];
  if (rule === undefined) return undefined;
  const table = tableName(failure);
  return {
    rule,
    message: `${error.message}${error.detail === undefined ? '' : `: ${error.detail}`}`,
    notes: [
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

function tableName(failure: Failure): string {
  const { schema, table } = failure.error;
  if (table === undefined) return failure.relations[0]?.name ?? '…';
  return schema === undefined || schema === 'public'
    ? quoteIdentifier(table)
    : `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

function mend(failure: Failure, table: string): string {
  const { error } = failure;
  const column = quoteIdentifier(error.column ?? '…');
  switch (error.code) {
    case '23502':
      return failure.head.startsWith('ALTER TABLE')
        ? `Fill the column before it is made NOT NULL:\nUPDATE ${table} SET ${column} = … WHERE ${column} IS NULL;\nor give it a DEFAULT.`
        : `Give \`${error.column ?? ''}\` a value in this statement, or a DEFAULT in the table.`;
    case '23503':
      return `Insert the referenced rows first, or find the orphans before the constraint is added:\nSELECT * FROM ${table} WHERE NOT EXISTS (SELECT FROM … WHERE …);`;
    case '23505':
      return `Take away the duplicates first, or write INSERT … ON CONFLICT DO NOTHING. To see them:\nSELECT …, count(*) FROM ${table} GROUP BY … HAVING count(*) > 1;`;
    default:
      return `Mend the rows before the constraint is added: SELECT * FROM ${table} WHERE NOT (…);`;
  }
}

/** 42804, 42846 and friends: a value, default or column of one type where another is wanted. */
export function typeMismatch(failure: Failure): Explanation | undefined {
  const { message, hint } = failure.error;
  const cast = /(default for )?column "(.+?)" cannot be cast automatically to type (.+)$/.exec(message);
  if (cast !== null) {
    const [, isDefault, column, type] = cast;
    const own = quoteIdentifier(column as string);
    return {
      rule: 'type-mismatch',
      message: `PostgreSQL does not cast ${isDefault === undefined ? 'the values' : 'the default'} of column \`${column}\` to ${type} by itself`,
      notes: [],
      hint:
        isDefault === undefined
          ? `Say how: ALTER TABLE … ALTER COLUMN ${own} TYPE ${type} USING ${own}::${type};`
          : `Drop the default, change the type, set it again:\nALTER TABLE … ALTER COLUMN ${own} DROP DEFAULT, ALTER COLUMN ${own} TYPE ${type} USING ${own}::text::${type}, ALTER COLUMN ${own} SET DEFAULT …;`,
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
  return {
    rule: 'type-mismatch',
    message: `types do not fit: ${message}`,
    notes: failure.error.detail === undefined ? [] : [failure.error.detail],
    hint: hint ?? 'Write the cast that is meant, such as value::type, or change the column.',
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
  const value = /invalid input value for enum "?(.+?)"?: "(.*)"$/.exec(message);
  if (value !== null) {
    return {
      rule: 'bad-value',
      message: `enum \`${value[1]}\` has no value \`${value[2]}\` at this point of the history`,
      notes: [],
      hint: `Add it in an earlier migration: ALTER TYPE ${value[1]} ADD VALUE '${value[2]}'; or write one of its values.`,
      focus: value[2] as string,
    };
  }
  return {
    rule: 'bad-value',
    message,
    notes: [`${sqlStateWords(code)} (${code}).`],
    hint: failure.error.hint ?? 'Write a value that the column can hold.',
  };
}

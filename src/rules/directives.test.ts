import { expect, test } from 'vitest';
import type { Migration } from '../model/migration.ts';
import { readDirectives } from './directives.ts';

function migration(text: string): Migration {
  return {
    name: '002',
    up: { file: '002.sql', text, firstLine: 1 },
    transaction: 'auto',
    hash: '',
  };
}

function read(text: string) {
  return readDirectives(migration(text)).map(({ rules, until, because, fault, statement, start }) => ({
    rules: rules.join(),
    until,
    because,
    fault,
    statement,
    line: text.slice(0, start).split('\n').length,
  }));
}

test('a comment before the first statement counts for the whole file', () => {
  expect(read('-- strata: allow drop-column because nobody reads it\nALTER TABLE t DROP COLUMN a;')).toEqual([
    {
      rules: 'drop-column',
      until: undefined,
      because: 'nobody reads it',
      fault: undefined,
      statement: undefined,
      line: 1,
    },
  ]);
});

test('a comment before a later statement counts for that one', () => {
  const [one] = read(
    'SELECT 1;\n\n-- strata: allow drop-column until 2027-01-31 because it is empty\nDROP TABLE t;',
  );
  expect(one).toMatchObject({ statement: 2, until: '2027-01-31', because: 'it is empty', line: 3 });
});

test('a comment behind a statement or inside it counts for that one', () => {
  expect(
    read('SELECT 1;\nDROP TABLE t; -- strata: allow drop-table because empty\nSELECT 2;')[0]?.statement,
  ).toBe(2);
  expect(read('SELECT 1;\nDROP TABLE\n  -- strata: allow drop-table because empty\n  t;')[0]?.statement).toBe(
    2,
  );
});

test('one comment may allow several rules, and be a block', () => {
  expect(
    read('/* strata: allow drop-table, drop-column because: both are gone */ SELECT 1;')[0],
  ).toMatchObject({
    rules: 'drop-table,drop-column',
    because: 'both are gone',
    fault: undefined,
  });
});

test('what is written otherwise has a fault that says how', () => {
  expect(read('-- strata: allow drop-table\nSELECT 1;')[0]?.fault).toBe('it gives no reason');
  expect(read('-- strata: allow because x\nSELECT 1;')[0]?.fault).toBe('it names no rule');
  expect(read('-- strata: allow a until soon because x\nSELECT 1;')[0]?.fault).toMatch(
    /`soon` is not a date/,
  );
  expect(read('-- strata: allow a until 2027-02-30 because x\nSELECT 1;')[0]?.fault).toMatch(/not a date/);
});

test("Atlas's comment counts for the statement that follows, at a head of its own for the file", () => {
  expect(read('SELECT 1;\n-- atlas:nolint DS103 destructive\nALTER TABLE t DROP COLUMN a;')[0]).toMatchObject(
    {
      rules: 'atlas:DS103,atlas:DS*',
      statement: 2,
      fault: undefined,
    },
  );
  expect(read('-- atlas:nolint\n\nDROP TABLE t;')[0]).toMatchObject({
    rules: 'atlas:*',
    statement: undefined,
  });
  expect(read('-- atlas:nolint\nDROP TABLE t;')[0]).toMatchObject({ statement: 1 });
});

test("a comment for Supabase's language server names squawk's rule in other letters", () => {
  expect(read('-- pgt-ignore lint/safety/banDropColumn: nobody reads it\nSELECT 1;')[0]).toMatchObject({
    rules: 'pgls:banDropColumn,squawk:ban-drop-column',
    statement: 1,
  });
  expect(read('-- pgls-ignore-all lint/safety: old\nSELECT 1;')[0]).toMatchObject({
    rules: 'pgls:*,squawk:*',
    statement: undefined,
  });
});

test('the language server of Supabase passes over all statements between a start and its end', () => {
  const range = 'lint/safety/banDropColumn';
  const text = `SELECT 1;\n-- pgls-ignore-start ${range}: old\nSELECT 2;\n-- pgls-ignore-end lint/safety/banDropTable\nSELECT 3;\n-- pgt-ignore-end ${range}\nSELECT 4;`;
  expect(read(text).map(({ rules, statement }) => [rules, statement])).toEqual([
    ['pgls:banDropColumn,squawk:ban-drop-column', 2],
    ['pgls:banDropColumn,squawk:ban-drop-column', 3],
  ]);
  expect(read(`-- pgls-ignore-start lint\nSELECT 1;\nSELECT 2;`).map(({ statement }) => statement)).toEqual([
    1, 2,
  ]);
});

test('in a string it is no comment, and in the body of a block it counts for the block', () => {
  expect(read("SELECT '-- strata: allow drop-table because x';")).toEqual([]);
  expect(read("DO $$ BEGIN\nEXECUTE '-- strata: allow drop-table because x';\nEND $$;")).toEqual([]);
  const block = 'DO $b$ BEGIN\n-- strata: allow drop-table because x\nDROP TABLE t;\nEND $b$;';
  expect(read(block)).toMatchObject([{ statement: 1, line: 2, because: 'x' }]);
  expect(read(`SELECT 1;\n${block}`)).toMatchObject([{ statement: 2, line: 3 }]);
});

test('comments for other tools name their rules, for the statement that follows or the file, and need no reason', () => {
  const text = `-- squawk-ignore ban-drop-column, renaming-column
ALTER TABLE t DROP COLUMN a;
/* squawk-ignore */
DROP TABLE t; -- eugene: ignore E5
-- squawk-ignore-file prefer-robust-stmts
`;
  expect(read(text).map(({ rules, statement, fault, line }) => [rules, statement, fault, line])).toEqual([
    ['squawk:ban-drop-column,squawk:renaming-column', 1, undefined, 1],
    ['squawk:*', 2, undefined, 3],
    ['eugene:E5', 2, undefined, 4],
    ['squawk:prefer-robust-stmts', undefined, undefined, 5],
  ]);
});

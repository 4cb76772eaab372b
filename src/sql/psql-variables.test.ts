import { expect, test } from 'vitest';
import { carryOutVariables } from './psql-variables.ts';

test('a variable is written out as it is, as a string and as a name', () => {
  expect(
    carryOutVariables(`\\set role 'gate keeper'\nSELECT :'role', x::text FROM :"role" WHERE :role`),
  ).toBe(`\\set role 'gate keeper'\nSELECT 'gate keeper', x::text FROM "gate keeper" WHERE gate keeper`);
});

test('only what stands behind `\\set` means what it says, and the last one counts', () => {
  expect(
    carryOutVariables('SELECT :a;\n\\set a 1\nSELECT :a;\n\\set a :a 2\nSELECT :a;\n\\unset a\nSELECT :a;'),
  ).toBe('SELECT :a;\n\\set a 1\nSELECT 1;\n\\set a :a 2\nSELECT 12;\n\\unset a\nSELECT :a;');
});

test('casts, assignments, strings, bodies, comments and names that nobody set stay', () => {
  const text = `\\set b 1\nSELECT a::b, ':b', $$ :b $$, f(x := :c) /* :b */ -- :b\n`;
  expect(carryOutVariables(text)).toBe(text);
});

test('a branch that is passed over is blank, and every line stays where it is', () => {
  const text = '\\if :{?schema}\nSELECT 1;\n\\else\n\\set schema app\n\\endif\nCREATE SCHEMA :schema;\n';
  expect(carryOutVariables(text)).toBe(
    '\\if :{?schema}\n         \n\\else\n\\set schema app\n\\endif\nCREATE SCHEMA app;\n',
  );
});

test('of several branches the first that holds counts, also inside of one that is passed over', () => {
  const text =
    '\\set n 2\n\\if off\n\\set n 3\n\\i a.sql\na;\n\\if on\nb;\n\\endif\n\\elif yes\nc :n;\n\\elif on\nd;\n\\else\ne;\n\\endif\nf;';
  const sql = carryOutVariables(text)
    .split('\n')
    .filter((line) => !/^\\(set n 2|if|elif|else|endif)|^ *$/.test(line));
  expect(sql).toEqual(['c 2;', 'f;']);
});

test('what only a program or a server can answer is left as it stands', () => {
  const text =
    '\\set host `hostname`\nSELECT :host;\n\\if :is_there\nSELECT 1;\n\\set a 1\n\\endif\nSELECT :a;\n';
  expect(carryOutVariables(text)).toBe(text);
});

test('variables of one file hold in those that it includes', () => {
  const variables = new Map<string, string>();
  carryOutVariables('\\set owner app\n', variables);
  expect(carryOutVariables('GRANT SELECT ON t TO :owner;', variables)).toBe('GRANT SELECT ON t TO app;');
});

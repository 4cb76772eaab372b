import { expect, test } from 'vitest';
import { carryOutCommands } from './psql-commands.ts';

test('a variable is written out as it is, as a string and as a name', () => {
  expect(carryOutCommands(`\\set role 'gate keeper'\nSELECT :'role', x::text FROM :"role" WHERE :role`)).toBe(
    `\\set role 'gate keeper'\nSELECT 'gate keeper', x::text FROM "gate keeper" WHERE gate keeper`,
  );
});

test('only what stands behind `\\set` means what it says, and the last one counts', () => {
  expect(
    carryOutCommands('SELECT :a;\n\\set a 1\nSELECT :a;\n\\set a :a 2\nSELECT :a;\n\\unset a\nSELECT :a;'),
  ).toBe('SELECT :a;\n\\set a 1\nSELECT 1;\n\\set a :a 2\nSELECT 12;\n\\unset a\nSELECT :a;');
});

test('casts, assignments, strings, bodies, comments and names that nobody set stay', () => {
  const text = `\\set b 1\nSELECT a::b, ':b', $$ :b $$, f(x := :c) /* :b */ -- :b\n`;
  expect(carryOutCommands(text)).toBe(text);
});

test('a branch that is passed over is blank, and every line stays where it is', () => {
  const text = '\\if :{?schema}\nSELECT 1;\n\\else\n\\set schema app\n\\endif\nCREATE SCHEMA :schema;\n';
  expect(carryOutCommands(text)).toBe(
    '\\if :{?schema}\n         \n\\else\n\\set schema app\n\\endif\nCREATE SCHEMA app;\n',
  );
});

test('of several branches the first that holds counts, also inside of one that is passed over', () => {
  const text =
    '\\set n 2\n\\if off\n\\set n 3\n\\i a.sql\na;\n\\if on\nb;\n\\endif\n\\elif yes\nc :n;\n\\elif on\nd;\n\\else\ne;\n\\endif\nf;';
  const sql = carryOutCommands(text)
    .split('\n')
    .filter((line) => !/^\\(set n 2|if|elif|else|endif)|^ *$/.test(line));
  expect(sql).toEqual(['c 2;', 'f;']);
});

test('what only a program or a server can answer is left as it stands', () => {
  const text =
    '\\set host `hostname`\nSELECT :host;\n\\if :is_there\nSELECT 1;\n\\set a 1\n\\endif\nSELECT :a;\n';
  expect(carryOutCommands(text)).toBe(text);
});

test('variables of one file hold in those that it includes', () => {
  const variables = new Map<string, string>();
  carryOutCommands('\\set owner app\n', variables);
  expect(carryOutCommands('GRANT SELECT ON t TO :owner;', variables)).toBe('GRANT SELECT ON t TO app;');
});

test('what stands behind `\\q` is blank, unless the file alone does not tell that psql comes to it', () => {
  expect(carryOutCommands('a;\n\\q\nb;\n')).toBe('a;\n\\q\n  \n');
  expect(carryOutCommands('a;\n\\quit\n-- the end\n')).toBe('a;\n     \n          \n');
  expect(carryOutCommands('\\if no\n\\q\n\\endif\na;')).toBe('\\if no\n  \n\\endif\na;');
  const undecided = '\\if :is_done\n\\q\n\\endif\na;';
  expect(carryOutCommands(undecided)).toBe(undecided);
});

test('`\\copy` of rows that follow is the COPY that psql makes of it', () => {
  expect(carryOutCommands("\\copy t (a) from stdin with csv\n\\q\n:'a\n\\.\n\\set a 1\nb :a;")).toBe(
    " copy t (a) from stdin with csv;\n\\q\n:'a\n\\.\n\\set a 1\nb 1;",
  );
  expect(carryOutCommands('\\copy t from stdin;\n\\.\n')).toBe(' copy t from stdin;\n\\.\n');
  const file = "\\copy t from 'rows.csv' csv\na;";
  expect(carryOutCommands(file)).toBe(file);
});

test('rows are passed over, whatever they hold', () => {
  const text = "\\set a 1\nCOPY t FROM stdin;\nO'Brien :a\n\\.\nSELECT ";
  expect(carryOutCommands(`${text}:a;`)).toBe(`${text}1;`);
});

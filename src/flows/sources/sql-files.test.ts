import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { loadSqlFiles } from './sql-files.ts';

test('a file that includes others comes in parts, each where it stands', async () => {
  using dir = directory({
    'schema.sql': "SELECT 1;\n\\ir parts/a.sql\nSELECT 2;\n\\i 'parts/b.sql'\nSELECT 3;\n",
    'parts/a.sql': 'SELECT 10;\n\\ir more/c.sql\n',
    'parts/more/c.sql': 'SELECT 30;\n',
    'parts/b.sql': 'SELECT 20;\n',
  });
  const parts = await loadSqlFiles([`${dir.path}/schema.sql`], dir.path);
  expect(parts.map(({ name, text }) => [name, text.trim()])).toEqual([
    ['schema.sql', 'SELECT 1;'],
    ['parts/a.sql', 'SELECT 10;'],
    ['parts/more/c.sql', 'SELECT 30;'],
    ['parts/a.sql', ''],
    ['schema.sql', 'SELECT 2;'],
    ['parts/b.sql', 'SELECT 20;'],
    ['schema.sql', 'SELECT 3;'],
  ]);
  expect(parts.at(-1)?.text.split('\n').indexOf('SELECT 3;')).toBe(4);
  expect(parts.map(({ goesOn }) => goesOn)).toEqual([undefined, true, true, true, true, true, true]);
});

test('a file of the source that another one includes is read once', async () => {
  using dir = directory({ 'all.sql': '\\i part.sql\n', 'part.sql': 'SELECT 1;\n' });
  const files = [`${dir.path}/all.sql`, `${dir.path}/part.sql`];
  const parts = await loadSqlFiles(files, `${dir.path}/..`);
  expect(parts.filter(({ text }) => text.includes('SELECT'))).toHaveLength(1);
});

test.each([
  ['nowhere.sql', '\\i nowhere.sql', 'includes nowhere.sql, which does not exist'],
  ['itself', '\\ir all.sql', 'includes all.sql, which includes it'],
])('including %s is an error that names the line', async (_, command, message) => {
  using dir = directory({ 'all.sql': `SELECT 1;\n${command}\n` });
  await expect(loadSqlFiles([`${dir.path}/all.sql`], dir.path)).rejects.toMatchObject({
    message,
    hint: expect.any(String),
    where: { file: 'all.sql', line: 2, column: 1 },
  });
});

test.each([
  ['is named', 'pipe.sql'],
  ['is included', 'all.sql'],
])('a pipe that %s is an error, and nobody waits for what it may bring', async (_, file) => {
  using dir = directory({ 'all.sql': '\\i pipe.sql\n' });
  execFileSync('mkfifo', [`${dir.path}/pipe.sql`]);
  await expect(loadSqlFiles([`${dir.path}/${file}`], dir.path)).rejects.toMatchObject({
    message: 'cannot be read (it is not a file)',
    where: { file: 'pipe.sql' },
  });
});

test('a link to nothing is named', async () => {
  using dir = directory({ 'a.sql': 'SELECT 1;\n' });
  symlinkSync('nowhere', `${dir.path}/b.sql`);
  await expect(loadSqlFiles([`${dir.path}/a.sql`, `${dir.path}/b.sql`], dir.path)).rejects.toMatchObject({
    message: 'cannot be read (ENOENT)',
    where: { file: 'b.sql' },
  });
});

test('a file that is named by a variable of psql stays a command', async () => {
  using dir = directory({ 'all.sql': '\\i :dir/a.sql\n' });
  const [part] = await loadSqlFiles([`${dir.path}/all.sql`], dir.path);
  expect(part?.text).toBe('\\i :dir/a.sql\n');
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { directory } from '../../test/strata.ts';
import { loadConfig } from './load.ts';

test('a configuration that is a folder or a named pipe is refused instead of waited for', async () => {
  using project = directory({ 'migrations/001_a.sql': 'SELECT 1;' });
  const folder = join(project.path, 'strata.config.ts');
  mkdirSync(folder);
  await expect(loadConfig(project.path, project.path)).rejects.toThrow(`${folder} is not a file`);
  using other = directory({ 'strata.config.json': '{ "setup": "before.sql" }' });
  execFileSync('mkfifo', [join(other.path, 'before.sql')]);
  await expect(loadConfig(other.path, other.path)).rejects.toThrow('`setup` names before.sql, which cannot');
  const pipe = join(project.path, 'migrations/strata.config.json');
  execFileSync('mkfifo', [pipe]);
  await expect(loadConfig(join(project.path, 'migrations'), project.path)).rejects.toThrow(
    `${pipe} is not a file`,
  );
});

test('a configuration and the SQL that it names are read in whatever encoding they say', async () => {
  const sql = "SELECT 'café';\n";
  const latin = `SET client_encoding = 'LATIN1';\n${sql}`;
  using project = directory({
    'strata.config.json': '\ufeff{ "setup": "setup.sql", "extensions": { "a": "a.sql", "b": "b.sql" } }',
    'setup.sql': `\ufeff${sql}`,
    'a.sql': Buffer.from(`\ufeff${sql}`, 'utf16le'),
    'b.sql': Buffer.from(latin, 'latin1'),
  });
  const { setup, extensions } = await loadConfig(project.path, project.path);
  expect([setup, extensions.a, extensions.b]).toEqual([sql, sql, latin]);
  writeFileSync(join(project.path, 'setup.sql'), Buffer.from(sql, 'latin1'));
  await expect(loadConfig(project.path, project.path)).rejects.toMatchObject({
    message: 'is not written in UTF-8',
    where: { file: join(project.path, 'setup.sql'), line: 1 },
  });
});

test('a configuration in TypeScript leaves no compiled copy behind, from which it would be run again', async () => {
  using temporary = directory({});
  using project = directory({
    'strata.config.ts': 'const url: string = "schema.sql";\nexport default { schema: url };',
  });
  vi.stubEnv('TMPDIR', temporary.path);
  try {
    await loadConfig(project.path, project.path);
    expect(readdirSync(temporary.path)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a configuration in a form that is not read is an error, unless there is one that is', async () => {
  using project = directory({ 'strata.config.cjs': 'module.exports = { failOn: "bogus" };', 'a/x.sql': '' });
  await expect(loadConfig(join(project.path, 'a'), project.path)).rejects.toMatchObject({
    code: 'config',
    message: `${join(project.path, 'strata.config.cjs')} is not read: a configuration has another form`,
    hint: expect.stringContaining('strata.config.mjs'),
  });
  using both = directory({ 'strata.config.yaml': '', 'strata.config.json': '{}' });
  expect((await loadConfig(both.path, both.path)).file).toBe(join(both.path, 'strata.config.json'));
});

test('an error that a configuration throws is placed in its source', async () => {
  using project = directory({ 'strata.config.ts': 'throw new Error("boom")' });
  await expect(loadConfig(project.path, project.path)).rejects.toMatchObject({
    message: 'cannot be loaded: boom',
    where: { file: join(project.path, 'strata.config.ts'), line: 1, column: 1 },
  });
  // What runs has its lines, but `existsSync` and the types are written otherwise there.
  using typed = directory({
    'strata.config.ts':
      "import { existsSync } from 'node:fs';\n\ninterface A {\n  a: string;\n}\nexport default (): A => {\n  return { a: '' };\n};\n  if (existsSync('/')) throw new Error('boom', { cause: 'a line that goes on' });\n",
  });
  await expect(loadConfig(typed.path, typed.path)).rejects.toMatchObject({
    where: { line: 9, column: 3 },
    hint: 'It is run to be read: mend what stops it there.',
  });
});

test('a slip in the name of a rule is an error that names the rule', async () => {
  using project = directory({ 'strata.config.json': '{ "rules": { "drop-colum": "off" } }' });
  await expect(loadConfig(project.path, project.path)).rejects.toMatchObject({
    code: 'config',
    hint: 'Did you mean drop-column?',
  });
});

test('a rule that nothing has is an error; names of failures and of own rules are names', async () => {
  using project = directory({ 'strata.config.json': '{ "rules": { "teatime": "off" } }' });
  await expect(loadConfig(project.path, project.path)).rejects.toMatchObject({
    code: 'config',
    message: `${join(project.path, 'strata.config.json')}: \`rules\`: there is no rule teatime`,
    hint: 'docs/rules.md lists them.',
  });
  using known = directory({
    'strata.config.js': `export default {
      rules: { own: 'error', 'undefined-column': 'warning', 'stale-client': 'off' },
      ownRules: [{ id: 'own', group: 'policy', severity: 'info', summary: 's', descendsFrom: [], judge: () => [] }],
    };`,
  });
  expect(Object.keys((await loadConfig(known.path, known.path)).rules ?? {})).toHaveLength(3);
});

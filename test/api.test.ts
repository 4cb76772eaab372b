import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as api from '../src/index.ts';
import { testDatabase, withTestDatabase } from '../src/testing/testing.ts';
import { repository } from './strata.ts';

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};

test('docs/api.md names every function that the package exports', () => {
  const page = readFileSync(join(repository, 'docs/api.md'), 'utf8');
  expect(Object.keys(api).length).toBeGreaterThan(10);
  expect(Object.keys(api).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every entry of the package has a source that it is built from', () => {
  for (const entry of Object.values(manifest.exports)) {
    if (typeof entry === 'string') continue;
    const source = entry.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
    expect(readFileSync(join(repository, source), 'utf8')).toContain('export ');
    expect(entry.types).toBe(entry.default.replace(/\.js$/, '.d.ts'));
  }
});

test('options that a caller in JavaScript leaves out, misspells or takes for others are named', async () => {
  const wrong = (options: object) => options as never;
  const cwd = repository;
  const settingsOf = api.settingsReader({ cache: false });
  const refused = (message: string) =>
    expect.objectContaining({ name: 'StrataError', code: 'usage', message });
  await expect(api.status(wrong({ cwd, settingsOf, url: 'postgres://h/d' }))).rejects.toEqual(
    refused('the option `dir` is missing; it has to be a string'),
  );
  await expect(api.check(wrong({ cwd, dirs: ['.'] }))).rejects.toEqual(
    refused('the option `settingsOf` is missing; it has to be a function'),
  );
  await expect(api.prove(wrong({ cwd, settingsOf, dirs: '.' }))).rejects.toEqual(
    refused('the option `dirs` is a string; it has to be a list'),
  );
  await expect(api.diff(wrong({ from: 'a', to: 'b' }))).rejects.toEqual(
    refused('the option `cwd` is missing; it has to be a string'),
  );
  await expect(testDatabase(wrong({ sedd: 'rows.sql' }))).rejects.toMatchObject({
    message: 'there is no option `sedd`',
    hint: 'Did you mean `seed`?',
  });
  await expect(testDatabase(wrong({ sql: 'SELECT 1', spares: '2' }))).rejects.toEqual(
    refused('the option `spares` is a string; it has to be a number'),
  );
  await expect(withTestDatabase(wrong(null as never), async () => {})).rejects.toEqual(
    refused('the options are null; they have to be an object'),
  );
});

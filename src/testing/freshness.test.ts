import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { stampOf } from './freshness.ts';
import { readSource } from './source.ts';

test('a source is read again when what it was read with changes, and not for anything else', async () => {
  using project = directory({
    'package.json': '{}',
    'strata.config.json': '{ "setup": "sql/setup.sql", "extensions": { "isn": "sql/isn.sql" } }',
    'sql/setup.sql': 'SELECT 1;',
    'sql/isn.sql': 'SELECT 1;',
    'common/types.sql': 'CREATE TYPE mood AS ENUM ();',
    'migrations/001_a.sql': '\\ir ../common/types.sql\nCREATE TABLE a (id int);',
  });
  const source = await readSource({ project: project.path });
  const was = stampOf(source);
  const write = (file: string, text: string) => writeFileSync(join(project.path, file), text);
  write('notes.md', 'new');
  write('sql/other.sql', 'SELECT 2;');
  expect(stampOf(source)).toBe(was);
  const files = ['strata.config.json', 'sql/setup.sql', 'sql/isn.sql', 'common/types.sql', 'flyway.conf'];
  const stamps = files.map((file, i) => {
    write(file, ' '.repeat(100 + i));
    return stampOf(source);
  });
  expect(new Set([was, ...stamps]).size).toBe(files.length + 1);
});

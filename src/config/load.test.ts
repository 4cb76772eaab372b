import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
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

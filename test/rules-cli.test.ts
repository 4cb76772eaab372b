import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory, strata } from './strata.ts';

const files = {
  'migrations/001_init.sql': 'CREATE TABLE books (id bigint PRIMARY KEY, pages bigint, title text);\n',
  'migrations/002_less.sql': 'ALTER TABLE books DROP COLUMN pages;\nALTER TABLE books DROP COLUMN title;\n',
};

describe('strata check by rules', () => {
  test('shows one finding of a rule in full, the others by place, and what is worth knowing in a line', async () => {
    using project = directory(files);
    const { code, stdout } = await strata(['check'], { cwd: project.path });
    expect(code).toBe(0);
    expect(stdout.match(/warning {2}drop-column/g)).toHaveLength(1);
    expect(stdout).toMatch(/and more of the same\n {4}drop-column {2}1 place\n/);
    expect(stdout).toMatch(/worth knowing\n {4}no-lock-timeout {2}migrations\/002_less\.sql:1:1/);
    expect(stdout).toMatch(/2 warnings, 2 worth knowing\./);
  });

  test('--no-rules tells only of what fails', async () => {
    using project = directory(files);
    const { code, stdout } = await strata(['check', '--no-rules', '--fail-on', 'info'], {
      cwd: project.path,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('nothing to report.');
  });

  test('what only rules follow is refused beside --no-rules', async () => {
    using project = directory(files);
    for (const [words, idle] of [
      [['--write-baseline'], '--write-baseline'],
      [['--since', 'HEAD', '--stats', 'sizes.json'], '--since and --stats'],
      [['--fix', '--since', 'HEAD', '--write-baseline'], '--write-baseline'],
    ] as const) {
      const { code, stderr } = await strata(['check', '--no-rules', ...words], { cwd: project.path });
      expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
        code: 2,
        stderr: `error with --no-rules there is nothing for ${idle} to do`,
      });
    }
    expect(existsSync(join(project.path, 'strata-baseline.json'))).toBe(false);
  });

  test('--write-baseline passes over what is there from then on', async () => {
    using project = directory(files);
    await strata(['check', '--write-baseline'], { cwd: project.path });
    expect(existsSync(join(project.path, 'strata-baseline.json'))).toBe(true);
    const { code, stdout } = await strata(['check', '--fail-on', 'info'], { cwd: project.path });
    expect(stdout).toContain('4 findings allowed');
    expect(code).toBe(0);
  });

  test('the configuration makes a warning an error, and a slip in it ends with 2', async () => {
    using project = directory({ ...files, 'strata.config.json': '{"rules":{"drop-column":"error"}}' });
    expect((await strata(['check'], { cwd: project.path })).code).toBe(1);
    writeFileSync(join(project.path, 'strata.config.json'), '{"rules":{"drop-colum":"error"}}');
    const { code, stderr } = await strata(['check'], { cwd: project.path });
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean drop-column?');
  });

  test('--json tells how many findings are allowed', async () => {
    using project = directory({
      ...files,
      'migrations/002_less.sql':
        '-- strata: allow drop-column because it was never filled\nALTER TABLE books DROP COLUMN pages;\n',
    });
    const { stdout } = await strata(['check', '--json'], { cwd: project.path });
    expect(JSON.parse(stdout).projects[0]).toMatchObject({ allowed: 1 });
  });

  test('--stats takes what strata stats writes, and nothing else', async () => {
    using project = directory({ ...files, 'sizes.json': '{"version":1}' });
    const { code, stderr } = await strata(['check', '--stats', 'sizes.json'], { cwd: project.path });
    expect(code).toBe(2);
    expect(stderr).toContain('strata stats --live');
  });

  test('--fix needs git, and says so', async () => {
    using project = directory(files);
    const { code, stderr } = await strata(['check', '--fix'], { cwd: project.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/is not in a git repository/);
    expect(readFileSync(join(project.path, 'migrations/002_less.sql'), 'utf8')).toBe(
      files['migrations/002_less.sql'],
    );
  });
});

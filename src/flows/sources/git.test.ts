import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { changedFiles } from '../judge/changed-files.ts';
import { findBranching } from '../merge-check/branch-files.ts';

/** Git as it speaks where another language is set, whether or not its translations are installed. */
const german = `#!/bin/sh
PATH="\${PATH#*:}" git "$@" 2>"$0.err"
code=$?
sed 's/not a git repository/Kein Git-Repository/' "$0.err" >&2
exit $code
`;

test('a directory outside of any repository is told as such, whatever language git speaks', async () => {
  using dir = directory({ 'bin/git': german, 'project/migrations/001_a.sql': 'SELECT 1;\n' });
  chmodSync(join(dir.path, 'bin/git'), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${join(dir.path, 'bin')}:${before}`;
  try {
    const project = join(dir.path, 'project');
    await expect(changedFiles(project, 'main')).rejects.toThrow('is not in a git repository');
    await expect(findBranching(project, 'main')).rejects.toThrow('is not in a git repository');
  } finally {
    process.env.PATH = before;
  }
});

import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { directory } from '../../test/strata.ts';
import { readSource } from './source.ts';

test('the nearest project is looked for up to the top of the repository', async () => {
  using home = directory({
    'package.json': '{}',
    'other/migrations/001_a.sql': 'CREATE TABLE a (id int);',
    'work/.git/HEAD': '',
    'work/packages/app/package.json': '{}',
  });
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(join(home.path, 'work/packages/app'));
  try {
    await expect(readSource({})).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^no migrations found in \S*app or \S*packages or \S*work$/),
    });
    cwd.mockReturnValue(join(home.path, 'other'));
    expect((await readSource({})).history.folder).toBe('migrations');
  } finally {
    cwd.mockRestore();
  }
});

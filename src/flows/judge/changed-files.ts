import { StrataError } from '../../model/errors.ts';
import { git, isInRepository } from '../sources/git.ts';

/**
 * Files below a directory that differ from where a branch began, committed or not, relative to the directory with forward
 * slashes. `ref` is what the branch will be merged into. With `added` only files that did not exist there. Where nothing was ever
 * committed, all files differ from HEAD.
 */
export async function changedFiles(
  dir: string,
  ref: string,
  which: 'changed' | 'added' = 'changed',
): Promise<ReadonlySet<string>> {
  if (ref.startsWith('-')) throw unknownRef(ref, dir);
  if (ref === 'HEAD' && !(await hasCommit(dir)))
    return namesIn(
      await ask(dir, ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', '.']),
    );
  const base = (await ask(dir, ['merge-base', ref, 'HEAD'], () => unknownRef(ref, dir))).trim();
  const changed = await ask(dir, [
    'diff',
    '--name-only',
    '--no-renames',
    '--relative',
    ...(which === 'added' ? ['--diff-filter=A'] : []),
    '-z',
    base,
    '--',
    '.',
  ]);
  const added = await ask(dir, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']);
  return namesIn(`${changed}\0${added}`);
}

/** What git lists with `-z`. */
function namesIn(listed: string): ReadonlySet<string> {
  return new Set(listed.split('\0').filter((name) => name !== ''));
}

async function hasCommit(dir: string): Promise<boolean> {
  return (await ask(dir, ['rev-list', '--all', '--max-count=1'])) !== '';
}

async function ask(dir: string, words: readonly string[], refused?: () => StrataError): Promise<string> {
  try {
    return await git(dir, words);
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw new StrataError('usage', 'git tells which migrations are new, and it is not installed', {
        hint: 'Install git, or leave --since and --fix out.',
      });
    if (!(await isInRepository(dir)))
      throw new StrataError(
        'usage',
        `${dir} is not in a git repository, which tells which migrations are new`,
        {
          hint: 'Leave --since and --fix out, or run it in the checkout.',
        },
      );
    if (refused !== undefined) throw refused();
    throw new StrataError('usage', `git ${words[0]} failed in ${dir}: ${stderr.trim().split('\n')[0]}`, {
      cause: error,
    });
  }
}

function unknownRef(ref: string, dir: string): StrataError {
  if (ref === 'HEAD')
    return new StrataError('usage', `git tells which migrations are new, and HEAD has no commit in ${dir}`, {
      hint: 'Commit the migrations that databases have applied, and run it again.',
    });
  return new StrataError('usage', `--since ${ref}: git knows no such commit in common with HEAD in ${dir}`, {
    hint: 'In CI, fetch it first (actions/checkout: fetch-depth: 0), and name it with its remote: --since origin/main',
  });
}

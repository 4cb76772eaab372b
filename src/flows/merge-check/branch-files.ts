import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';
import { git, isInRepository, readBlobs } from '../sources/git.ts';

/** Where a branch began, and what it will be merged into. */
export interface Branching {
  /** Commit that both have in common. */
  readonly start: string;
  /** Commit that the name stands for. */
  readonly base: string;
}

/** Finds where the current branch left `ref`. Throws a `usage` error where git cannot tell. */
export async function findBranching(dir: string, ref: string): Promise<Branching> {
  const unknown = new StrataError('usage', `git knows no ${ref} in common with HEAD in ${dir}`, {
    hint: 'Name the branch that this one will be merged into, with its remote where it has one: origin/main. In CI, fetch it first (actions/checkout: fetch-depth: 0).',
  });
  if (ref.startsWith('-')) throw unknown;
  try {
    const base = await git(dir, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
    const start = await git(dir, ['merge-base', ref, 'HEAD']);
    return { start: start.trim(), base: base.trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new StrataError('usage', 'what is on other branches is asked of git, and git is not installed', {
        hint: 'Install git and run it in the checkout.',
      });
    if (await isInRepository(dir)) throw unknown;
    throw new StrataError('usage', `${dir} is not in a git repository, so other branches cannot be read`, {
      hint: 'Run it in the checkout.',
    });
  }
}

/** Bytes of the largest file that is written though it lies in none of the folders. */
const mostBytes = 1 << 20;
/** What the files of a folder may be read with: configurations of runners, and SQL that is put in. */
const readBeside = /\.(?:p?sql|psql|conf|cfg|ini|json|plan|properties|toml|ya?ml)$/i;

/**
 * Writes the files of a project's folders, and what they may be read with, as a commit has them, below `target`; those that it does
 * not have are left out. Returns where the project lies there: as deep as in its repository, so that folders beside it fit in as well.
 */
export async function writeCommit(
  dir: string,
  commit: string,
  folders: readonly string[],
  target: string,
): Promise<string> {
  const prefix = (await git(dir, ['rev-parse', '--show-prefix'])).replace(/\n$/, '');
  const places = folders.map((folder) => path.posix.join('/', prefix, folder, '/'));
  refuseOutside(prefix, folders);
  const files = (await listFiles(dir, commit)).filter(
    ({ file, bytes }) =>
      places.some((place) => `/${file}/`.startsWith(place)) || (bytes <= mostBytes && readBeside.test(file)),
  );
  const blobs = await readBlobs(
    dir,
    files.map(({ blob }) => blob),
  );
  for (const [i, { file }] of files.entries()) {
    const place = path.join(target, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, blobs[i] as Buffer);
  }
  // Files are put in from directories up to that of the repository.
  await mkdir(path.join(target, '.git'), { recursive: true });
  return path.join(target, prefix);
}

function refuseOutside(prefix: string, folders: readonly string[]): void {
  const outside = folders.find((folder) => /^\.\.(?:\/|$)/.test(path.posix.join(prefix, folder)));
  if (outside === undefined) return;
  throw new StrataError(
    'usage',
    `${outside} lies outside of the repository, so other branches have none of it`,
    {
      hint: 'All folders of the history must lie in the repository that the branches are of.',
    },
  );
}

/** A file of a commit, by its path in the repository, and git's name for its content. */
interface BranchFile {
  readonly file: string;
  readonly blob: string;
  readonly bytes: number;
}

async function listFiles(dir: string, commit: string): Promise<readonly BranchFile[]> {
  const listed = await git(dir, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  // `100644 blob <name> <bytes> TAB <path>`; a submodule is a commit of another repository, which this one does not have.
  return listed.split('\0').flatMap((line) => {
    const [, blob = '', bytes, file = ''] = /^\d+ blob ([\da-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
    return file === '' ? [] : [{ file, blob, bytes: Number(bytes) }];
  });
}

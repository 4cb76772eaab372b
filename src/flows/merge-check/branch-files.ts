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

/**
 * Writes the files of a project's folders, as a commit has them, below `target`; those that it does not have are left out.
 * Returns where the project lies there: as deep as in its repository, so that folders beside the project fit in as well.
 */
export async function writeCommit(
  dir: string,
  commit: string,
  folders: readonly string[],
  target: string,
): Promise<string> {
  const project = path.join(target, (await git(dir, ['rev-parse', '--show-prefix'])).replace(/\n$/, ''));
  const files = await listFiles(dir, commit, folders);
  const blobs = await readBlobs(
    dir,
    files.map(({ blob }) => blob),
  );
  for (const [i, { file }] of files.entries()) {
    const place = path.join(project, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, blobs[i] as Buffer);
  }
  return project;
}

/** A file of a commit, and git's name for its content. */
interface BranchFile {
  readonly file: string;
  readonly blob: string;
}

async function listFiles(
  dir: string,
  commit: string,
  folders: readonly string[],
): Promise<readonly BranchFile[]> {
  const words = ['ls-tree', '-r', '-z', commit, '--', ...folders];
  const listed = await git(dir, words).catch((cause: { stderr?: string }) => {
    throw new StrataError(
      'usage',
      `git cannot list the migrations of another branch: ${cause.stderr?.trim()}`,
      {
        hint: 'All folders of the history must lie in the repository that the branches are of.',
        cause,
      },
    );
  });
  // `100644 blob <name> TAB <path>`; a submodule is a commit of another repository, which this one does not have.
  return listed.split('\0').flatMap((line) => {
    const [, blob = '', file = ''] = /^\d+ blob ([\da-f]+)\t(.+)$/s.exec(line) ?? [];
    return file === '' ? [] : [{ file, blob }];
  });
}

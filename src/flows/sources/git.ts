import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxBuffer = 1 << 28;

/** What git prints for these words in a directory; rejects with its exit code and standard error, or ENOENT where it is missing. */
export async function git(dir: string, words: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', dir, ...words], { maxBuffer });
  return stdout;
}

/** The same for what need not be text. */
export async function gitBytes(dir: string, words: readonly string[]): Promise<Buffer> {
  const { stdout } = await run('git', ['-C', dir, ...words], { encoding: 'buffer', maxBuffer });
  return stdout;
}

/**
 * Whether a directory lies in a repository, also in one of somebody else, which git only names. The exit code tells, since git
 * translates its words.
 */
export function isInRepository(dir: string): Promise<boolean> {
  return git(dir, ['-c', 'safe.directory=*', 'rev-parse', '--git-dir']).then(
    () => true,
    () => false,
  );
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const maxBuffer = 1 << 28;

/** What git prints for these words in a directory; rejects with its exit code and standard error, or ENOENT where it is missing. */
export async function git(dir: string, words: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', dir, ...words], { maxBuffer });
  return stdout;
}

/** How many files one process reads: their bytes are held together. */
const atOnce = 200;

/** The bytes of blobs by their names, as git keeps them. Rejects where one of them is not there. */
export async function readBlobs(dir: string, names: readonly string[]): Promise<readonly Buffer[]> {
  const blobs: Buffer[] = [];
  for (let i = 0; i < names.length; i += atOnce) {
    const asked = names.slice(i, i + atOnce);
    const running = run('git', ['-C', dir, 'cat-file', '--batch'], { encoding: 'buffer', maxBuffer });
    // Where git ends early, the promise rejects and says why.
    running.child.stdin?.on('error', () => {});
    running.child.stdin?.end(asked.map((name) => `${name}\n`).join(''));
    blobs.push(...blobsIn((await running).stdout, asked));
  }
  return blobs;
}

/** Each blob stands behind a line `<name> blob <size>`, and a line feed behind it. https://git-scm.com/docs/git-cat-file#_batch_output */
function blobsIn(output: Buffer, names: readonly string[]): readonly Buffer[] {
  let at = 0;
  return names.map((name) => {
    const start = output.indexOf('\n', at) + 1;
    const head = output.toString('utf8', at, start - 1);
    const [, size] = / blob (\d+)$/.exec(head) ?? [];
    if (start === 0 || size === undefined) throw new Error(`git cannot read ${name}: ${head}`);
    at = start + Number(size) + 1;
    return output.subarray(start, at - 1);
  });
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

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const program = join(
  dirname(createRequire(import.meta.url).resolve('pgstrata/package.json')),
  'bin/strata.js',
);

/** Runs `strata` with these words and waits for its end. */
export function strata(
  words: readonly string[],
  cwd: string,
): Promise<{ readonly code: unknown; readonly stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd, maxBuffer: 1 << 26 }, (error, stdout) =>
      resolve({ code: error?.code ?? 0, stdout }),
    );
  });
}

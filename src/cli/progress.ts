import type { Progress } from '../model/progress.ts';
import { count } from '../model/words.ts';
import { visible } from '../report/text.ts';
import { painterFor } from './print.ts';

/** Shows on standard error what is being done; it is not part of the report. */
interface ProgressLine {
  tell(dir: string, progress: Progress): void;
  end(): void;
}

/** On a terminal one line that is overwritten; elsewhere a plain line for each project and each slow step. */
export function openProgress(quiet: boolean): ProgressLine {
  if (quiet) return { tell() {}, end() {} };
  return process.stderr.isTTY === true ? livingLine() : plainLines();
}

const clearLine = '\r\u001b[2K';

function livingLine(): ProgressLine {
  const { dim } = painterFor(process.stderr);
  let shown = 0;
  let open = false;
  return {
    tell(dir, progress) {
      const now = Date.now();
      if (progress.kind === 'migration' && now - shown < 50 && progress.index < progress.total) return;
      shown = now;
      open = true;
      const text =
        progress.kind === 'engine'
          ? progress.message
          : `${dir}: ${progress.index} of ${progress.total}, ${progress.total - progress.index} left  ${progress.name}`;
      process.stderr.write(`${clearLine}${dim(visible(text).slice(0, (process.stderr.columns || 80) - 1))}`);
    },
    end() {
      if (open) process.stderr.write(clearLine);
      open = false;
    },
  };
}

function plainLines(): ProgressLine {
  let last = '';
  return {
    tell(dir, progress) {
      const line =
        progress.kind === 'engine'
          ? progress.message
          : `rehearsing ${dir} (${count(progress.total, 'migration')})`;
      if (line === last) return;
      last = line;
      process.stderr.write(`${visible(line)}\n`);
    },
    end() {},
  };
}

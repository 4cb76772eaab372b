import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory for what nobody else is to see. It goes when it is disposed or this process ends. */
export interface Scratch extends Disposable {
  readonly path: string;
}

const prefix = 'strata-scratch-';
const dayMs = 24 * 60 * 60 * 1000;

/** Makes one below `parent`. Those of processes that were killed are removed by the way, a day later. */
export function openScratch(parent = tmpdir()): Scratch {
  for (const name of readdirSync(parent)) if (name.startsWith(prefix)) removeOld(join(parent, name));
  const path = mkdtempSync(join(parent, prefix));
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', remove);
  return {
    path,
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}

function removeOld(path: string): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > dayMs) rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else's, or just gone.
  }
}

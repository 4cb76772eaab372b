import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A private directory. It is removed when it is disposed, or when this process ends. */
interface Scratch extends Disposable {
  readonly path: string;
}

const prefix = 'strata-scratch-';
const dayMs = 24 * 60 * 60 * 1000;

/** Makes one below `parent`. Also removes those that killed processes left a day or longer ago. */
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

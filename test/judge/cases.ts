import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A before/after pair of `cases/diff`. */
export interface DiffCase {
  /** `kind/what-changes`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Rows for `before`, of which the answer to `survives` must be the same after the change. */
  readonly rows?: string;
  readonly survives?: string;
  /** The same question where names have changed; absent: `survives` is asked again. */
  readonly survived?: string;
  /** What the user tells about names, as `--rename` takes it: `public.t.a=public.t.b`. */
  readonly renames: readonly string[];
  /** Whether the judges must see a difference between the two; absent where that is left to chance. */
  readonly isDifferent?: boolean;
}

const root = resolve(import.meta.dirname, '../../cases/diff');

/** Every case, sorted by name. */
export function readDiffCases(): readonly DiffCase[] {
  return readdirSync(root)
    .flatMap((kind) => readdirSync(join(root, kind)).map((name) => `${kind}/${name}`))
    .sort()
    .map(readDiffCase);
}

function readDiffCase(name: string): DiffCase {
  const read = (file: string) => {
    const path = join(root, name, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const before = read('before.sql');
  const after = read('after.sql');
  if (before === undefined || after === undefined)
    throw new Error(`cases/diff/${name} lacks before.sql or after.sql`);
  const optional = { rows: read('rows.sql'), survives: read('survives.sql'), survived: read('survived.sql') };
  return {
    name,
    before,
    after,
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== undefined)),
    isDifferent: !name.includes('no-difference'),
    renames: read('renames.txt')?.trim().split('\n') ?? [],
  };
}

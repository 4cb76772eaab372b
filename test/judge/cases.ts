import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A before/after pair of `cases/diff`. */
export interface DiffCase {
  /** `kind/what-changes`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Rows for `before`, of which the answer to the statements of `survives` must be the same after the change. */
  readonly rows?: string;
  readonly survives?: readonly string[];
  /** The same question where names have changed; absent: `survives` is asked again. */
  readonly survived?: readonly string[];
  /** What the user tells about names, as `--rename` takes it: `public.t.a=public.t.b`. */
  readonly renames: readonly string[];
  /** Whether the judges must see a difference between the two; absent where that is left to chance. */
  readonly isDifferent?: boolean;
  /** Words of which each must be in a difference that the judges see. */
  readonly differsIn?: readonly string[];
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
  const question = (file: string) => {
    const text = read(file);
    return text === undefined ? undefined : [text];
  };
  const optional = {
    rows: read('rows.sql'),
    survives: question('survives.sql'),
    survived: question('survived.sql'),
  };
  return {
    name,
    before,
    after,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    isDifferent: !name.includes('no-difference'),
    renames: read('renames.txt')?.trim().split('\n') ?? [],
  };
}

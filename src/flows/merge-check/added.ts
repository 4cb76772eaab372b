import { isRepeatable } from '../../ledger/read.ts';
import type { History, Migration } from '../../model/migration.ts';

/** What one branch has changed of a history since the branches parted. */
interface Added {
  /** New migrations, and Flyway's repeatable scripts that were edited, which run again: under names that say so. */
  readonly added: readonly Migration[];
  /** What was edited or removed though it is not run again, a sentence each. */
  readonly notes: readonly string[];
}

/** `where`: `on this branch`, `on main`. */
export function addedTo(start: History, now: History, where: string): Added {
  const known = new Map(start.migrations.map((one) => [one.name, one]));
  const names = new Set(now.migrations.map(({ name }) => name));
  const added = now.migrations.flatMap((one) => {
    const before = known.get(one.name);
    if (before === undefined) return [one];
    return isRepeatable(one) && !isSame(before, one)
      ? [{ ...one, name: `${one.name} (edited ${where})` }]
      : [];
  });
  const old = start.migrations.flatMap((before) => {
    if (!names.has(before.name)) return [`${before.name} was removed ${where}`];
    const one = now.migrations.find(({ name }) => name === before.name) as Migration;
    return isRepeatable(one) || isSame(before, one) ? [] : [`${before.name} was edited ${where}`];
  });
  return { added, notes: old.map((what) => `${what}: it is rehearsed as it was where the branches parted`) };
}

/** Whether two branches have the same migration, whatever their checkouts make of ends of lines. */
export function isSame(a: Migration, b: Migration): boolean {
  return fileName(a) === fileName(b) && unixLines(a.up.text) === unixLines(b.up.text);
}

/** The name without what is said of an edit. */
function fileName({ name }: Migration): string {
  return name.replace(/ \(edited on .*\)$/, '');
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

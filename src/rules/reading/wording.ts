import { once } from '../../model/once.ts';
import type { Act } from '../../model/rule.ts';
import type { Lock, LockMode } from '../../model/trace.ts';
import { blocksReads, blocksWrites, lockName } from '../../postgres/locks.ts';
import { byKind } from '../../sql/nodes.ts';
import { namedByIdentity } from '../../sql/relations.ts';
import { tokens } from '../../sql/scan.ts';
import { isNew } from './tables.ts';

/** What a lock keeps waiting, in plain words. */
export function waits(mode: LockMode): string {
  if (blocksReads(mode)) return 'every SELECT, INSERT, UPDATE and DELETE on it waits';
  if (blocksWrites(mode)) return 'every INSERT, UPDATE and DELETE on it waits, SELECT goes on';
  return 'reading and writing go on';
}

/** Locks that block writers, on tables that existed before this migration. */
export const blockingLocks = once((act: Act): readonly Lock[] => {
  // What a first migration finds was put there by a platform, before anybody used it.
  if (act.at === 0) return [];
  return (act.seen?.locks ?? []).filter(
    ({ mode, relkind, relation }) =>
      /^[rpm]$/.test(relkind) && blocksWrites(mode) && !isNew(act, namedByIdentity(relation)),
  );
});

/** What the rehearsal saw the statement do, or that it did not run; one sentence, or none if nothing was seen. */
export function evidence(act: Act): readonly string[] {
  const { seen } = act;
  if (!act.ran || seen === undefined) return ['It did not run in the rehearsal, and is judged by its text.'];
  const told = [
    ...blockingLocks(act).map(({ mode, relation }) => `${lockName(mode)} on ${relation}`),
    ...unique(seen.rewrites).map((table) => `${table} rewritten`),
    ...unique(seen.verifies).map((table) => `every row of ${table} read`),
    ...unique(seen.indexBuilds).map((index) => `index ${index} built`),
  ];
  return told.length === 0 ? [] : [`The rehearsal saw: ${told.join('; ')}.`];
}

/** Without repeats, in order. */
export function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}

/** The text on one line and without its comments, as a hint repeats it. */
export function oneLine(text: string): string {
  let line = '';
  let last = 0;
  for (const { start, end } of tokens(text)) {
    line += `${line === '' || start === last ? '' : ' '}${text.slice(start, end)}`;
    last = end;
  }
  return line;
}

/** An ALTER TABLE with `NOT VALID` behind it; undefined where that would not be the last thing that it adds. */
export function notValidText({ text, trees }: Act): string | undefined {
  if (byKind(trees[0]).AlterTableStmt?.cmds?.length !== 1) return undefined;
  return `${oneLine(text)} NOT VALID;`;
}

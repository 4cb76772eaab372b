import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { relationsRead } from '../../sql/parse.ts';
import { namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { readsEndsOfIndexes } from '../reading/index-ends.ts';
import { codeChanges } from '../reading/inner-code.ts';
import { type RowsSetAside, rowsSetAside } from '../reading/rows-set-aside.ts';
import { firstExclusive } from '../reading/strong-locks.ts';
import { isExisting, isNew } from '../reading/tables.ts';
import { lineOf, transactionsIn } from '../reading/transactions.ts';
import { waits } from '../reading/wording.ts';

export const workUnderLock: Rule = {
  id: 'work-under-lock',
  group: 'observed',
  severity: 'warning',
  summary:
    'A table is locked ACCESS EXCLUSIVE and the same transaction goes on to do more: everybody waits for the whole of it.',
  descendsFrom: [
    'eugene:E4',
    'pgls:runningStatementWhileHoldingAccessExclusive',
    'strong_migrations:backfilling_data',
  ],
  *judge(subject) {
    const coded = new Set(codeChanges(subject).map(({ act }) => act));
    for (const acts of transactionsIn(subject)) {
      const aside = rowsSetAside(subject).find(({ save: { act, copied } }) => {
        return acts.includes(act) && isExisting(act, copied);
      });
      if (aside !== undefined) {
        yield copiedTwice(aside);
        continue;
      }
      const held = firstExclusive(acts);
      if (held === undefined) continue;
      const later = acts.slice(acts.indexOf(held.act) + 1);
      const works = later.flatMap((act) => {
        const what = coded.has(act) ? 'change of rows' : workOf(subject, act);
        return what === undefined ? [] : [{ act, what, isToldElsewhere: ownRules.test(what) }];
      });
      const work = works.find(({ isToldElsewhere }) => !isToldElsewhere) ?? works[0];
      if (work === undefined) continue;
      const { relation, mode } = held.lock;
      yield {
        act: work.act,
        ...(work.isToldElsewhere ? { severity: 'info' as const } : {}),
        message: `this ${work.what} runs while ${relation} is locked by line ${lineOf(held.act)}: ${waits(mode)} until the transaction ends`,
        hint: 'Move it to a migration of its own, before or after: locks are let go only when a transaction ends.',
      };
    }
  },
};

/** What takes the place of a table whose rows stay has to copy them twice, and nobody may write them meanwhile. */
function copiedTwice({ lock, save }: RowsSetAside): Verdict {
  const table = shown(save.copied);
  return {
    act: save.act,
    table: save.copied,
    message: `the rows of ${table} are copied aside and back while line ${lineOf(lock)} locks it: ${waits('AccessExclusiveLock')} until the transaction ends`,
    hint: 'Try how long that takes on as many rows as the live table has, and apply it while few need the table.',
  };
}

/** Work of which rules of their own warn. */
const ownRules = /^(building|check|rewriting)/;

const sleeping = /\bpg_sleep(_for|_until)?\s*\(/i;

/** Work whose duration grows with the existing rows; undefined for an act that takes only a moment. */
function workOf(subject: Subject, act: Act): string | undefined {
  const { head, seen } = act;
  if (/^(UPDATE|DELETE|MERGE)\b/.test(head)) return readsRows(act, act.trees) ? 'change of rows' : undefined;
  if (/^INSERT\b/.test(head)) return insertsOld(act) ? 'copying of rows' : undefined;
  if (/^(SELECT|DO)\b/.test(head) && sleeping.test(act.text)) return 'sleep';
  if (/^SELECT\b/.test(head))
    return /\bFROM\b/i.test(act.text) && !readsEndsOfIndexes(subject, act) ? 'query' : undefined;
  if (/^WITH\b/.test(head)) return 'query';
  if (/^CREATE\b.*\b(TABLE|VIEW)\b/.test(head)) return copiesOld(act) ? 'copying of rows' : undefined;
  if (/^CREATE (UNIQUE )?INDEX\b/.test(head))
    return readsOld(act, seen?.indexBuilds ?? []) ? 'building of an index' : undefined;
  if (/^(REFRESH|REINDEX|CLUSTER)\b/.test(head)) return 'rebuilding';
  const old = (names: readonly string[]): boolean => names.some((name) => !isNew(act, namedByIdentity(name)));
  if (seen !== undefined && act.ran && old(seen.verifies)) return 'check of every row';
  if (!head.startsWith('ALTER TABLE')) return undefined;
  if (act.ran && old(seen?.rewrites ?? [])) return 'rewriting of a table';
  if (buildsOnOld(act)) return 'building of an index';
  return /\bVALIDATE CONSTRAINT\b/i.test(act.text) ? 'check of every row' : undefined;
}

/** Whether it is made of the rows of a table that earlier migrations made. */
function copiesOld(act: Act): boolean {
  return act.trees.some((tree) => {
    const { query, into } = byKind(tree).CreateTableAsStmt ?? {};
    if (query === undefined || into?.skipData === true) return false;
    return readsRows(act, [query]);
  });
}

/** Whether an INSERT copies rows of a table that earlier migrations made; most give values, and need no parsing. */
function insertsOld(act: Act): boolean {
  return (
    /\bSELECT\b/i.test(act.text) &&
    act.trees.some((tree) => readsRows(act, [byKind(tree).InsertStmt?.selectStmt]))
  );
}

/** Whether parts of a statement name a table that earlier migrations made. */
function readsRows(act: Act, parts: readonly unknown[]): boolean {
  return relationsRead(parts).some((relation) => isExisting(act, relation));
}

/** Whether an ALTER TABLE was seen to build an index on a table that earlier migrations made, for a constraint. */
function buildsOnOld(act: Act): boolean {
  if (!act.ran || (act.seen?.indexBuilds ?? []).length === 0) return false;
  return act.trees.some((tree) => !isNew(act, namedBy(byKind(tree).AlterTableStmt?.relation)));
}

/** An index on a table of this migration is built in no time. */
function readsOld(act: Act, builds: readonly string[]): boolean {
  const on = /\bON\s+(?:ONLY\s+)?((?:"[^"]*"|[\w$]+)(?:\.(?:"[^"]*"|[\w$]+))?)/i.exec(act.text)?.[1];
  if (on === undefined || isNew(act, namedByIdentity(on))) return false;
  return !act.ran || builds.length > 0;
}

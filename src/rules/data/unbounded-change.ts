import type { MergeWhenClause } from '@pgsql/types';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { isSame, namedBy, shown } from '../../sql/relations.ts';
import { codeWord } from '../reading/inner-code.ts';
import { narrows, rowChanges } from '../reading/row-changes.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const unboundedChange: Rule = {
  id: 'unbounded-change',
  group: 'data',
  severity: 'warning',
  summary:
    'An UPDATE or DELETE that no WHERE narrows touches every row of an existing table in one transaction, or a MERGE all that its source lacks or that its ON leaves in: it takes long, locks each row, and leaves as many dead ones.',
  descendsFrom: ['strong_migrations:backfilling_data'],
  *judge(subject) {
    const told = new Set<string>();
    for (const { act, verb, relation, where } of rowChanges(subject)) {
      const table = namedBy(relation);
      // Code that goes through all tables is one finding.
      const key = `${act.at} ${act.index} ${verb}`;
      if (where || told.has(key) || !isExisting(act, table)) continue;
      told.add(key);
      const at = shown(table);
      yield {
        act,
        table,
        focus: table.name,
        message: `${/^(DO|CALL|SELECT)\b/.test(act.head) ? `${codeWord(act)} runs ${verb === 'UPDATE' ? 'an UPDATE' : 'a DELETE'} that` : `this ${verb}`} touches every row of ${at} in one transaction`,
        hint: [
          'Do it in batches along the primary key, outside of the migration, each in a transaction of its own:',
          {
            code: `${verb === 'UPDATE' ? `UPDATE ${at} SET …` : `DELETE FROM ${at}`} WHERE id > … AND id <= …;`,
          },
        ],
      };
    }
    yield* merges(subject);
    yield* upserts(subject);
  },
};

/** MERGEs that change or delete whatever their source lacks (every row, where it has none), or join with every row. */
function* merges(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'MergeStmt', /^(MERGE|WITH)\b/)) {
    const table = namedBy(node.relation);
    const branch = branchesOf(node).find((one) => isUnbounded(node, one));
    if (branch === undefined || !isExisting(act, table)) continue;
    const verb = branch.commandType === 'CMD_DELETE' ? 'deletes' : 'changes';
    if (branch.matchKind === 'MERGE_WHEN_MATCHED') {
      yield {
        act,
        table,
        focus: table.name,
        message: `this MERGE ${verb} every row of ${shown(table)}: its ON leaves none out`,
        hint: 'Join by the key of the rows that are meant.',
      };
      continue;
    }
    yield {
      act,
      table,
      focus: table.name,
      message: `this MERGE ${verb} every row of ${shown(table)} that its source lacks`,
      notes: ['A rehearsal has no rows: what a real table holds besides the source is not known here.'],
      hint: 'Say which of those rows are meant: WHEN NOT MATCHED BY SOURCE AND … THEN …',
    };
  }
}

/** INSERTs of what an unnarrowed SELECT finds in the table itself, so that each row meets its own key and is updated. */
function* upserts(subject: Subject): Iterable<Verdict> {
  for (const act of subject.acts) {
    if (!/^INSERT\b/.test(act.head) || !/\bSELECT\b.*\bDO\s+UPDATE\b/is.test(act.text)) continue;
    const node = byKind(act.trees[0]).InsertStmt;
    const table = namedBy(node?.relation);
    const update = node?.onConflictClause;
    const from = byKind(node?.selectStmt).SelectStmt;
    const [source, ...others] = from?.fromClause ?? [];
    const isOfItself = source !== undefined && isSame(namedBy(byKind(source).RangeVar), table);
    const isNarrowed = narrows(from?.whereClause) || from?.limitCount !== undefined || others.length > 0;
    if (update?.action !== 'ONCONFLICT_UPDATE' || narrows(update.whereClause)) continue;
    if (!isOfItself || isNarrowed || !isExisting(act, table)) continue;
    yield {
      act,
      table,
      focus: table.name,
      message: `this INSERT updates every row of ${shown(table)} in one transaction`,
      hint: 'Do it in batches along the primary key, outside of the migration, each in a transaction of its own.',
    };
  }
}

function branchesOf({ mergeWhenClauses = [] }: NodeOf<'MergeStmt'>): readonly MergeWhenClause[] {
  return mergeWhenClauses.flatMap((clause) => byKind(clause).MergeWhenClause ?? []);
}

function isUnbounded(
  { joinCondition }: NodeOf<'MergeStmt'>,
  { matchKind, commandType, condition }: MergeWhenClause,
): boolean {
  const meetsAll =
    matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE' ||
    (matchKind === 'MERGE_WHEN_MATCHED' && !narrows(joinCondition));
  if (!meetsAll || narrows(condition)) return false;
  return commandType === 'CMD_DELETE' || commandType === 'CMD_UPDATE';
}

import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import { factsOf, placeOf } from '../reading/facts.ts';
import { indexesOf } from '../reading/keys.ts';
import { isExisting, isMissed } from '../reading/tables.ts';
import { lineOf } from '../reading/transactions.ts';
import { statementsOf } from '../reading/trees.ts';

export const indexDroppedFirst: Rule = {
  id: 'index-dropped-first',
  group: 'observed',
  severity: 'warning',
  summary:
    'An index is dropped, and what takes its place is built after that has taken effect: until it is there, queries read the whole table, and where it was unique nothing refuses duplicates.',
  descendsFrom: [],
  *judge(subject) {
    const builds = [...statementsOf(subject, 'IndexStmt', /^CREATE (UNIQUE )?INDEX\b/)].map(readBuild);
    for (const { act, node } of statementsOf(subject, 'DropStmt', /^DROP INDEX\b/)) {
      for (const parts of droppedNames(node)) {
        const index = namedByList(parts);
        if (isMissed(act, node, index) || !isExisting(act, index)) continue;
        const old = builds.findLast((one) => compareActs(one.act, act) < 0 && one.name === index.name);
        const isAlone = node.concurrent === true;
        const next = old && builds.find((one) => replaces(one, old, act, isAlone));
        if (old === undefined || next === undefined || !isExisting(act, old.table)) continue;
        if (hasOther(subject, old, next, act)) continue;
        yield {
          act,
          table: old.table,
          focus: index.name,
          message: `queries of ${shown(old.table)} have no index by ${old.key} from here until line ${lineOf(next.act)}${next.act.at === act.at ? '' : ` of ${next.act.migration.name}`} has built the next`,
          hint: [
            'Build the new one first, under a name of its own; then drop this one, and give its name to the new one:',
            {
              code: `DROP INDEX CONCURRENTLY ${shown(index)};\nALTER INDEX … RENAME TO ${quoteIdentifier(index.name)};`,
            },
          ],
        };
      }
    }
  },
};

/** An index that a statement builds. */
interface Build {
  readonly act: Act;
  /** Unquoted; PostgreSQL chooses one where it is not said. */
  readonly name: string | undefined;
  readonly table: Named;
  /** The column that it begins with, as SQL writes it; undefined for an expression. */
  readonly column: string | undefined;
  /** What it begins with, in words. */
  readonly key: string;
  /** CONCURRENTLY. */
  readonly isAlone: boolean;
}

function readBuild({ act, node }: { readonly act: Act; readonly node: NodeOf<'IndexStmt'> }): Build {
  const name = byKind(node.indexParams?.[0]).IndexElem?.name;
  const column = name === undefined ? undefined : quoteIdentifier(name);
  return {
    act,
    name: node.idxname,
    table: namedBy(node.relation),
    column,
    key: column ?? 'that expression',
    isAlone: node.concurrent === true,
  };
}

/**
 * Whether an index is built in place of one that a statement of the same migration dropped, and committed. Where each of the two
 * has to stand alone, since it is CONCURRENTLY, the next migration may build it.
 */
function replaces(build: Build, old: Build, dropping: Act, isAlone: boolean): boolean {
  const { act, table } = build;
  const isNext = isAlone && build.isAlone && act.at === dropping.at + 1;
  const isLater =
    act.at === dropping.at && compareActs(act, dropping) > 0 && act.transaction !== dropping.transaction;
  if (!isNext && !isLater) return false;
  const isAlike = build.name === old.name || (old.column !== undefined && build.column === old.column);
  return isAlike && isSame(table, old.table);
}

/** Whether another index that was there before serves the same queries. */
function hasOther(subject: Subject, old: Build, next: Build, dropping: Act): boolean {
  const table = factsOf(subject, 'table').find(({ name }) => isSame(namedByIdentity(name), old.table));
  if (table === undefined || old.column === undefined) return false;
  return indexesOf(subject, table).some(({ fact, name, unordered, where }) => {
    const made = fact.kind === 'index' ? placeOf(subject, fact.name) : undefined;
    const isEarlier = fact.kind !== 'index' || (made !== undefined && compareActs(made, dropping) < 0);
    return name !== next.name && isEarlier && where === '' && unordered[0] === old.column;
  });
}

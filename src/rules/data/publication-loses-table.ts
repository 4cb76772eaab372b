import { objectId } from '../../model/object-id.ts';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { factOf, factsOf } from '../reading/facts.ts';
import { isIdle } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const publicationLosesTable: Rule = {
  id: 'publication-loses-table',
  group: 'data',
  severity: 'warning',
  summary:
    'A table is taken out of a publication, or a publication is dropped: subscribers get no more changes, and no error says so.',
  descendsFrom: [],
  *judge(subject) {
    if (subject.schema === undefined) return;
    for (const { act, node } of statementsOf(subject, 'AlterPublicationStmt', /^ALTER PUBLICATION\b/)) {
      if (act.at === 0 || node.action !== 'AP_DropObjects') continue;
      const publication = node.pubname ?? '';
      for (const item of node.pubobjects ?? []) {
        const relation = byKind(item).PublicationObjSpec?.pubtable?.relation;
        const table = namedBy(relation);
        if (relation === undefined || !isThere(subject, table) || isIn(subject, publication, table)) continue;
        yield {
          act,
          focus: table.name,
          message: `subscribers of publication ${quoteIdentifier(publication)} get no more changes of ${shown(table)}`,
          hint: 'See who subscribes to it first: what they hold of the table stays, and grows old.',
        };
      }
    }
    yield* dropped(subject);
  },
};

/** Publications that are dropped for good. */
function* dropped(subject: Subject): Iterable<Verdict> {
  for (const { act, node } of statementsOf(subject, 'DropStmt', /^DROP PUBLICATION\b/)) {
    if (act.at === 0 || isIdle(act)) continue;
    for (const [name = ''] of droppedNames(node)) {
      const publication = quoteIdentifier(name);
      if (factOf(subject, objectId('publication', publication)) !== undefined) continue;
      yield {
        act,
        focus: name,
        message: `subscribers of publication ${publication} get no more changes, and report errors from then on`,
        hint: 'Drop the subscriptions first, which also drops the replication slots that would keep WAL for them.',
      };
    }
  }
}

function isThere(subject: Subject, table: Named): boolean {
  return factsOf(subject, 'table').some(({ name }) => isSame(namedByIdentity(name), table));
}

/** Whether a publication has the table when all migrations have run. */
function isIn(subject: Subject, publication: string, table: Named): boolean {
  return factsOf(subject, 'publication-table').some(
    ({ definition }) =>
      definition.publication === quoteIdentifier(publication) &&
      isSame(namedByIdentity(String(definition.table)), table),
  );
}

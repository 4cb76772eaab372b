import type { Node } from '@pgsql/types';
import { objectId } from '../../model/object-id.ts';
import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { factOf, factsOf } from '../reading/facts.ts';
import { isIdle } from '../reading/tables.ts';

export const publicationLosesTable: Rule = {
  id: 'publication-loses-table',
  group: 'data',
  severity: 'warning',
  summary:
    'A table is taken out of a publication, or a publication is dropped: subscribers get no more changes, and no error says so.',
  descendsFrom: [],
  *judge(subject) {
    if (subject.schema === undefined) return;
    for (const { act, publication, parts, isDropped } of losses(subject)) {
      if (act.at === 0) continue;
      if (isDropped && factOf(subject, objectId('publication', publication)) === undefined) {
        yield {
          act,
          focus: publication,
          message: `subscribers of publication ${publication} get no more changes, and report errors from then on`,
          hint: 'Drop the subscriptions first, which also drops the replication slots that would keep WAL for them.',
        };
        continue;
      }
      for (const part of parts) yield* lost(subject, act, publication, part);
    }
  },
};

/** A table of a publication, or a schema whose tables are in it. */
type Part =
  | { readonly kind: 'table'; readonly table: Named }
  | { readonly kind: 'schema'; readonly schema: string };

/** What a statement takes out of a publication, which is quoted where needed. */
interface Loss {
  readonly act: Act;
  readonly publication: string;
  readonly parts: readonly Part[];
  readonly isDropped: boolean;
}

/** By statements alone: what a platform has put into its publications is not known. */
function* losses(subject: Subject): Iterable<Loss> {
  const held = new Map<string, readonly Part[]>();
  const heldBy = (publication: string) => held.get(publication) ?? [];
  for (const act of subject.acts) {
    if (!/^(CREATE|ALTER|DROP) PUBLICATION\b/.test(act.head) || isIdle(act)) continue;
    const { CreatePublicationStmt: made, AlterPublicationStmt: altered, DropStmt } = byKind(act.trees[0]);
    if (made !== undefined) held.set(quoteIdentifier(made.pubname ?? ''), partsOf(made.pubobjects));
    if (altered !== undefined) {
      const publication = quoteIdentifier(altered.pubname ?? '');
      const named = partsOf(altered.pubobjects);
      const others = heldBy(publication).filter((part) => !named.some((one) => isSamePart(one, part)));
      if (altered.action === 'AP_DropObjects') yield { act, publication, parts: named, isDropped: false };
      if (altered.action === 'AP_SetObjects') yield { act, publication, parts: others, isDropped: false };
      if (altered.action === 'AP_DropObjects') held.set(publication, others);
      else held.set(publication, altered.action === 'AP_SetObjects' ? named : [...others, ...named]);
    }
    for (const [name = ''] of DropStmt === undefined ? [] : droppedNames(DropStmt)) {
      const publication = quoteIdentifier(name);
      yield { act, publication, parts: heldBy(publication), isDropped: true };
      held.delete(publication);
    }
  }
}

function partsOf(objects: readonly Node[] | undefined): readonly Part[] {
  return (objects ?? []).flatMap((item): readonly Part[] => {
    const { pubtable, name } = byKind(item).PublicationObjSpec ?? {};
    if (pubtable !== undefined) return [{ kind: 'table', table: namedBy(pubtable.relation) }];
    return name === undefined ? [] : [{ kind: 'schema', schema: name }];
  });
}

function isSamePart(a: Part, b: Part): boolean {
  if (a.kind === 'table') return b.kind === 'table' && isSame(a.table, b.table);
  return b.kind === 'schema' && a.schema === b.schema;
}

/** The verdict on a part that is not in the publication when all migrations have run, though it is there. */
function* lost(subject: Subject, act: Act, publication: string, part: Part): Iterable<Verdict> {
  const schemas =
    part.kind === 'schema'
      ? [factOf(subject, objectId('schema', quoteIdentifier(part.schema)))?.name]
      : factsOf(subject, 'table')
          .filter(({ name }) => isSame(namedByIdentity(name), part.table))
          .map(({ schema }) => quoteIdentifier(schema ?? ''));
  if (schemas[0] === undefined || isIn(subject, publication, part, schemas)) return;
  const of = part.kind === 'table' ? shown(part.table) : `the tables of schema ${schemas[0]}`;
  yield {
    act,
    focus: part.kind === 'table' ? part.table.name : part.schema,
    message: `subscribers of publication ${publication} get no more changes of ${of}`,
    hint: 'See who subscribes to it first: what they hold of it stays, and grows old.',
  };
}

/** Whether a publication has the part, or all of one of the schemas, when all migrations have run. */
function isIn(
  subject: Subject,
  publication: string,
  part: Part,
  schemas: readonly (string | undefined)[],
): boolean {
  if (factOf(subject, objectId('publication', publication))?.definition.allTables === true) return true;
  const isOwn = ({ definition }: Fact) => definition.publication === publication;
  const hasSchema = factsOf(subject, 'publication-schema').some(
    (fact) => isOwn(fact) && schemas.includes(String(fact.definition.schema)),
  );
  if (hasSchema || part.kind === 'schema') return hasSchema;
  return factsOf(subject, 'publication-table').some(
    (fact) => isOwn(fact) && isSame(namedByIdentity(String(fact.definition.table)), part.table),
  );
}

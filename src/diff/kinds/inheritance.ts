import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { lastPart } from '../../postgres/identifier.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { goingColumns } from './columns/table-columns.ts';
import { checksThatComeLater } from './trees/inherited-check.ts';
import { dropWhatIsLeft } from './trees/leaving-child.ts';
import { createLender, lenderFor } from './trees/lent-column.ts';
import { freedBy, goesDown, isAwaited, tiesAfter, topsOf } from './trees/tree.ts';

/** That one table inherits from another. https://www.postgresql.org/docs/18/ddl-inherit.html */
export const inheritanceRules: KindRules = {
  rank: 560,
  create: inherit,
  drop: (fact, context) => [
    ...createLender(fact, context),
    `ALTER TABLE ${fact.definition.child} NO INHERIT ${fact.definition.of}`,
    ...dropWhatIsLeft(fact, context),
  ],
  // A table that joins comes last: a plan about the order of parents is one about who comes again.
  alter: () => 'replace',
  inline: () => looseness.firm,
  replacedAround: (fact, context) => [...checksThatComeLater(fact, context), ...linksBehind(fact, context)],
  droppedAfterwards: freedBy,
  changedInAbsence: newColumnsOfOtherParent,
  waitsFor: (fact, context) => [
    ...inheritedParts(fact, context),
    ...missingColumns(fact, context),
    ...alteredColumns(fact, context),
  ],
};

function inherit(fact: Fact, context: Context): string[] {
  const { child, of } = fact.definition;
  const lender = lenderFor(fact, context);
  return [
    `ALTER TABLE ${child} INHERIT ${of}`,
    ...(lender === undefined
      ? []
      : [`ALTER TABLE ${child} NO INHERIT ${lender.table}`, `DROP TABLE ${lender.table}`]),
  ];
}

/** The new columns of a parent that a child leaves for good: the child must not get them. */
function newColumnsOfOtherParent(link: Fact, context: Context): readonly ObjectId[] {
  if (context.to.facts.has(link.id)) return [];
  return link.dependsOn
    .filter((id) => id !== link.parent)
    .flatMap((parent) => context.childrenAfter(parent))
    .filter(({ kind, id }) => kind === 'column' && context.isCreated(id))
    .map(({ id }) => id);
}

/** The columns that a parent is still to lose and a child lacks, or loses by itself: it cannot join before. */
function missingColumns(link: Fact, context: Context): readonly ObjectId[] {
  if (!context.isCreated(link.id)) return [];
  const { child, of } = link.definition;
  return goingColumns(objectId('table', String(of)), context).filter((id) => {
    const own = objectId('column', `${child}.${lastPart(id)}`);
    const before = context.from.facts.get(own);
    return !context.to.facts.has(own) && (before === undefined || !goesDown(before, context));
  });
}

/** The columns of a parent that are altered, on whatever level: its child has them as they are to be when it joins. */
function alteredColumns(link: Fact, context: Context): readonly ObjectId[] {
  return context
    .childrenAfter(objectId('table', String(link.definition.of)))
    .filter(({ kind }) => kind === 'column')
    .flatMap((column) => topsOf(column, context))
    .filter((id) => context.isAltered(id));
}

/** The links to later parents, when a table leaves an earlier one and comes back: their order shows in every dump. */
function linksBehind(link: Fact, context: Context): readonly ObjectId[] {
  if (!context.isReplaced(link.id)) return [];
  return context
    .childrenAfter(link.parent as ObjectId)
    .filter(({ kind, position = 0 }) => kind === 'inheritance' && position > (link.position ?? 0))
    .map(({ id }) => id);
}

/** A child must have the columns and checks before it can join. */
export function inheritedParts(fact: Fact, context: Context): readonly ObjectId[] {
  return context
    .childrenAfter(fact.parent!)
    .filter(
      (part) =>
        (part.kind === 'column' ||
          (part.kind === 'constraint' && (part.definition.inherited || part.definition.merged))) &&
        !comesLater(part, fact.id, context),
    )
    .map(({ id }) => id);
}

/**
 * Whether a part comes when the child has joined: this parent, or another where the part is none of this one's. A column that no
 * parent has may be computed from those that come.
 */
function comesLater(part: Fact, link: ObjectId, context: Context): boolean {
  const ties = tiesAfter(part, context);
  if (ties.length === 0) return part.kind === 'column';
  if (ties.some((tie) => tie.link === link)) return isAwaited(link, part, context);
  return ties.some((tie) => isAwaited(tie.link, part, context));
}

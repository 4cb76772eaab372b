import { notNullOf } from '../../../model/not-null.ts';
import { type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statements } from '../../kind.ts';
import type { ChangeSet } from '../../planner/change-set.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { followersAfter, tiesAfter } from '../trees/tree.ts';
import { notNullName } from './not-null.ts';
import { validate } from './not-null-below.ts';

/**
 * A child that is created below a NOT VALID NOT NULL gets a valid one. Where the child's is to be NOT VALID too, the child must
 * exist before its parent's is added. Gives each such NOT NULL a step that waits for the children.
 * https://www.postgresql.org/docs/18/ddl-inherit.html
 */
export function delayNotValid(set: ChangeSet): void {
  for (const column of topsOfCreated(set)) {
    const children = childrenWithIt(column, set);
    if (children.length > 0)
      set.addConsequence(lateNotNull(column, [...children, ...validBelow(column, set)], set));
  }
}

/** The topmost columns from which new columns inherit a NOT VALID NOT NULL. */
function topsOfCreated(set: ChangeSet): ReadonlySet<Fact> {
  const tops = new Set<Fact>();
  for (const id of set.created) {
    const column = set.to.facts.get(id);
    if (column?.kind === 'column' && notNullOf(column)?.isNotValid)
      for (const top of giversOf(column, set)) tops.add(top);
  }
  return tops;
}

/** The topmost columns that a column inherits its NOT VALID NOT NULL from; itself, if it inherits none. */
function giversOf(column: Fact, set: ChangeSet): readonly Fact[] {
  const above = tiesAfter(column, set).flatMap((tie) => set.to.facts.get(tie.above) ?? []);
  const givers = above.filter((fact) => givesNotNull(fact) && notNullOf(fact)?.isNotValid);
  return givers.length === 0 ? [column] : givers.flatMap((giver) => giversOf(giver, set));
}

/** Whether a column's NOT NULL has a step of its own. */
export function isDelayed(column: Fact, { to }: Context): boolean {
  return isLocallyNotValid(column) && to.facts.has(objectId('constraint', constraintName(column)));
}

function isLocallyNotValid(column: Fact): boolean {
  return notNullOf(column)?.isNotValid === true && !column.definition.inherited;
}

function childrenWithIt(column: Fact, set: ChangeSet): readonly Fact[] {
  return (
    followersAfter(column, set)
      .filter((child) => notNullOf(child)?.isNotValid)
      // A partition is attached with one of its own, which the partitioned table's merges with.
      .filter(({ name }) => !isOfPartition(name, set))
      .flatMap((child) => [...(set.isCreated(child.id) ? [child] : []), ...childrenWithIt(child, set)])
  );
}

/** What is left to do when it is there: the children that are to have a valid one have come by it NOT VALID. */
export function validateLate(late: Fact, context: Context): Statements {
  const [id] = late.dependsOn;
  const column = late.definition.type === 'not-null' ? context.to.facts.get(id as ObjectId) : undefined;
  return column === undefined ? [] : validBelow(column, context).map(validate);
}

/** The topmost columns below one that inherit its NOT NULL and are to have a valid one. */
function validBelow(column: Fact, context: Context): readonly Fact[] {
  return followersAfter(column, context)
    .filter(({ name, definition }) => definition.notNull === true && !isOfPartition(name, context))
    .flatMap((child) => (notNullOf(child)?.isNotValid ? validBelow(child, context) : [child]));
}

function isOfPartition(column: string, { to }: Context): boolean {
  return to.facts.has(objectId('partition', splitLast(column)[0]));
}

function lateNotNull(column: Fact, children: readonly Fact[], set: ChangeSet): Fact {
  const name = constraintName(column);
  return {
    id: objectId('constraint', name),
    kind: 'constraint',
    name,
    ...(column.schema === undefined ? {} : { schema: column.schema }),
    ...(column.parent === undefined ? {} : { parent: column.parent }),
    definition: {
      type: 'not-null',
      definition: `NOT NULL ${splitLast(column.name)[1]}`,
      notValid: true,
      isThere: !set.isCreated(column.id),
    },
    dependsOn: [column.id, ...children.map(({ id }) => id)],
    goesWith: [],
  };
}

function constraintName(column: Fact): string {
  return `${splitLast(column.name)[0]}.${notNullName(column)}`;
}

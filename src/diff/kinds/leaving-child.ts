import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { lastPart } from '../address.ts';
import { list } from '../definition.ts';
import type { Context } from '../kind.ts';
import { tiesBefore } from './tree.ts';

/**
 * A child that leaves its parent keeps checks and foreign keys as its own: removes those that it must not keep.
 * `link` is the inheritance or partition fact that ends.
 */
export function dropWhatIsLeft(link: Fact, context: Context): string[] {
  const { child = link.name } = link.definition;
  const dropConstraint = (name: string) => `ALTER TABLE ${child} DROP CONSTRAINT IF EXISTS ${name}`;
  const checks = context
    .dependentsBefore(link.parent as ObjectId)
    .filter(({ id, parent, definition }) => {
      return parent === link.parent && definition.type === 'check' && context.isDropped(id);
    })
    .filter((check) => tiesBefore(check, context).some((tie) => tie.link === link.id));
  return [
    ...checks.map(({ name }) => dropConstraint(lastPart(name))),
    ...foreignKeysLeft(link, context).map(dropConstraint),
  ];
}

/** Foreign keys that a partition had from its parent; only their names are known. */
function foreignKeysLeft(link: Fact, context: Context): readonly string[] {
  if (context.isCreated(link.id)) return [];
  return list(link.remarks ?? {}, 'foreignKeys').filter(
    (name) => !context.to.facts.has(objectId('constraint', `${link.name}.${name}`)),
  );
}

import { kindOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { type Fact, isSameProperty, type Schema } from '../../../model/schema.ts';
import { lastPart } from '../../../postgres/identifier.ts';
import { list } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { notNullName } from '../not-nulls/not-null.ts';
import { isTakenUp, linksLeft } from './tree.ts';

/**
 * A child that is detached keeps inherited checks and foreign keys as its own: drops those that it is not to have. `link` is the
 * inheritance or partition fact that ends.
 */
export function dropWhatIsLeft(link: Fact, context: Context): string[] {
  const { child = link.name } = link.definition;
  const dropConstraint = (name: string) => `ALTER TABLE ${child} DROP CONSTRAINT IF EXISTS ${name}`;
  // Foreign keys hold what they refer to also where the child is to go.
  if (!context.to.facts.has(link.parent as ObjectId))
    return foreignKeysLeft(link, context).map(dropConstraint);
  const checks = context
    .childrenBefore(link.parent as ObjectId)
    .filter(({ id, definition }) => definition.type === 'check' && context.isDropped(id))
    .filter((check) => linksLeft(check, context).join() === link.id)
    .filter((check) => !isTakenUp(check, link.id, context));
  return [
    ...checks.map(({ name }) => dropConstraint(lastPart(name))),
    ...foreignKeysLeft(link, context).map(dropConstraint),
    ...renameNotNulls(link, context),
  ];
}

/**
 * A partition's NOT NULL can be renamed only while it is detached: renames those that are to have other names when it is attached
 * again.
 */
function renameNotNulls(link: Fact, context: Context): readonly string[] {
  if (link.kind !== 'partition' || !context.isCreated(link.id)) return [];
  return context.childrenAfter(link.parent as ObjectId).flatMap((column) => {
    const was = context.from.facts.get(column.id);
    const stays = was !== undefined && !context.isCreated(column.id) && !context.isAltered(column.id);
    if (column.kind !== 'column' || !stays || !column.definition.notNull) return [];
    const [old, name] = [notNullName(was), notNullName(column)];
    return old === name ? [] : [`ALTER TABLE ${link.name} RENAME CONSTRAINT ${old} TO ${name}`];
  });
}

/** Names of the foreign keys that a partition inherited and is not to keep. */
function foreignKeysLeft(link: Fact, context: Context): readonly string[] {
  return list(link.remarks ?? {}, 'foreignKeys').filter(
    (name) =>
      !context.to.facts.has(objectId('constraint', `${link.name}.${name}`)) &&
      !comesAgain(name, link, context),
  );
}

/** Whether a partition is attached again and inherits the same foreign key, whose referenced key stays meanwhile. */
function comesAgain(name: string, link: Fact, context: Context): boolean {
  const next = context.isCreated(link.id) ? context.to.facts.get(link.id) : undefined;
  if (next === undefined) return false;
  const before = keyAbove(name, link, context.from);
  if (before === undefined) return true;
  const after = keyAbove(name, next, context.to);
  const isKey = (id: ObjectId) => kindOf(id) === 'constraint' || kindOf(id) === 'index';
  return (
    after !== undefined &&
    isSameProperty(before.definition.definition, after.definition.definition) &&
    !before.dependsOn.some((id) => isKey(id) && context.isDropped(id))
  );
}

/** The foreign key that a partition inherits, from whatever level. */
function keyAbove(name: string, { definition }: Fact, schema: Schema): Fact | undefined {
  const whole = String(definition.of);
  const key = schema.facts.get(objectId('constraint', `${whole}.${name}`));
  const link = schema.facts.get(objectId('partition', whole));
  return key ?? (link && keyAbove(name, link, schema));
}

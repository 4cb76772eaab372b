import { objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import type { Fact } from '../../../model/schema.ts';
import { leadingName, splitLast } from '../../../postgres/identifier.ts';
import { bare } from '../../../postgres/types/type-change.ts';
import { lossOf } from '../../../postgres/types/type-loss.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { typeOfValues } from '../types/value-type.ts';
import { hazard } from './hazard.ts';
import { duplicatesIn } from './questions.ts';
import { uniqueKeyOf } from './unique-key.ts';

/** The keys and indexes over a column that PostgreSQL builds anew, although they stay, since its values compare otherwise. */
export function indexesBuiltAnew(before: Fact, after: Fact, context: Context): readonly Fact[] {
  if (!mayBecomeEqual(before, after, context)) return [];
  return context.dependentsAfter(after.id).filter(({ id, kind, definition }) => {
    const isIndex = kind === 'index' || (kind === 'constraint' && definition.type !== 'foreign');
    return isIndex && definition.type !== 'check' && !context.isCreated(id);
  });
}

/** The keys of those that rows may violate, as values that differed become equal. */
export function hazardsOfCollisions(before: Fact, after: Fact, context: Context): Hazard[] {
  const [table, column] = splitLast(after.name);
  const keys = indexesBuiltAnew(before, after, context).filter(
    ({ kind, definition }) => kind === 'constraint' || definition.unique === true,
  );
  return keys.map((key) => {
    const name = key.kind === 'constraint' ? splitLast(key.name)[1] : key.name;
    return hazard(
      'may-fail',
      `Rows of ${table} may violate ${name}: values of ${column} that differ may become equal.`,
      duplicatesOf(key, after, context),
    );
  });
}

/** Whether values that differ may be equal afterwards. */
function mayBecomeEqual(before: Fact, after: Fact, context: Context): boolean {
  const [from, to] = [typeOfValues(before, context.from), typeOfValues(after, context.to)];
  const isOf = (type: string) => bare(from) !== type && bare(to) === type;
  const isFolded = isOf('citext') || isOf('character') || hasChanged(before, after, 'collation');
  return isFolded || lossOf(from, to, '') !== undefined;
}

/** The rows whose values are equal in the new type, where it can be asked for before the change. */
function duplicatesOf(fact: Fact, after: Fact, context: Context): Question | undefined {
  const [table, column] = splitLast(after.name);
  const key = uniqueKeyOf(fact);
  const { type, collation } = after.definition;
  const isKnown = collation === undefined || context.from.facts.has(objectId('collation', String(collation)));
  const isOwn = after.dependsOn.some((id) => context.isCreated(id));
  if (key === undefined || !isKnown || isOwn) return undefined;
  const collated = collation === undefined ? '' : ` COLLATE ${collation}`;
  const values = key.columns.map((one) =>
    leadingName(one) === column ? `${column}::${type}${one.slice(column.length) || collated}` : one,
  );
  return duplicatesIn(table, key, values, context);
}

import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Definition, Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { conversionOf, isBuiltIn, isComparable, isSameFamily } from '../../../postgres/types/type-change.ts';
import { hasChanged, list } from '../../definition.ts';
import type { Context, Statement } from '../../kind.ts';
import { isElsewhere } from '../hazards/column-hazards.ts';
import { retypeHazards } from '../hazards/value-hazards.ts';
import { isOtherwiseRebuilt } from '../indexes/parts-as-made.ts';
import { attributesOf } from '../types/attributes.ts';
import { valueType } from '../types/value-type.ts';
import { losesExpression } from './generated-column.ts';
import { expandAndContract } from './outline.ts';

const typeKinds: ReadonlySet<string> = new Set([
  'enum',
  'composite-type',
  'domain',
  'range-type',
  'base-type',
  'table',
]);
/** What a type can depend on that cannot be renamed and dropped later with it. */
const unmoved: ReadonlySet<string> = new Set([
  'table',
  'foreign-table',
  'view',
  'materialized-view',
  'operator-class',
  'base-type',
]);
const steppingAside: ReadonlySet<string> = new Set([
  'enum',
  'composite-type',
  'domain',
  'range-type',
  'collation',
]);
/** Kinds of types whose values may be valid for a type of another of these kinds. */
const plainKinds: ReadonlySet<string> = new Set(['enum', 'domain']);

/** Whether a column keeps its values while its type or collation is replaced, be it by a type of another kind. */
export function survivesType(fact: Fact, replaced: Fact, context: Context): boolean {
  // A generated column is computed again.
  if (context.to.facts.get(fact.id)?.definition.generated !== undefined) return false;
  const heirs = context.heirsOf(replaced.id);
  if (isMadeOfUnmoved(replaced, context) || isReorderedInside(fact, replaced, context)) return false;
  if (heirs.length === 0) return steppingAside.has(replaced.kind);
  // A range whose multirange takes the name counts as a range.
  return heirs.every(
    (id) => kindOf(id) === replaced.kind || (plainKinds.has(kindOf(id)) && plainKinds.has(replaced.kind)),
  );
}

/**
 * Whether a column holds, inside of another type, rows whose attributes change their order: a cast through text would mix them
 * up. Where the column's own type is the row, attributes are read by name.
 */
function isReorderedInside(fact: Fact, replaced: Fact, context: Context): boolean {
  const isHeldItself = (column: Fact | undefined) => column?.definition.type === nameOf(replaced.id);
  const isRead = isHeldItself(context.from.facts.get(fact.id)) && isHeldItself(context.to.facts.get(fact.id));
  return (
    (!isRead && isReordered(replaced.id, context)) ||
    madeOf(replaced, context).some((id) => isReordered(id, context))
  );
}

/** The dropped types that a type is made of, on all levels. */
function madeOf({ dependsOn }: Fact, context: Context): readonly ObjectId[] {
  const parts = dependsOn.filter((id) => typeKinds.has(kindOf(id)) && context.isDropped(id));
  return parts.flatMap((id) => [id, ...madeOf(context.from.facts.get(id)!, context)]);
}

function isReordered(type: ObjectId, { from, to }: Context): boolean {
  const [was, is] = [from.facts.get(type), to.facts.get(type)];
  if (was?.kind !== 'composite-type' || is?.kind !== 'composite-type') return false;
  const names = (fact: Fact) => [...attributesOf(fact.definition).keys()].join();
  return names(was) !== names(is);
}

/** A row expression that takes the attributes by their names. */
function readByName(column: string, type: ObjectId, { from, to }: Context): string {
  const was = attributesOf(from.facts.get(type)!.definition);
  const is = attributesOf(to.facts.get(type)!.definition);
  const values = [...is].map(([name, attribute]) => {
    const old = was.get(name);
    if (old === undefined) return 'NULL';
    const isPlain = old === attribute && isBuiltIn(old.slice(name.length + 1));
    return `(${column}).${name}${isPlain ? '' : '::text'}`;
  });
  // A row whose attributes are all null is not null itself.
  return `CASE WHEN ${column} IS DISTINCT FROM NULL THEN ROW(${values.join(', ')})::${nameOf(type)} END`;
}

/** Whether a type depends, on any level, on something that is dropped and cannot stay until the renamed type goes. */
function isMadeOfUnmoved({ dependsOn }: Fact, context: Context, seen = new Set<ObjectId>()): boolean {
  return dependsOn.some((id) => {
    if (seen.has(id) || !context.isDropped(id)) return false;
    return (
      unmoved.has(kindOf(id)) || isMadeOfUnmoved(context.from.facts.get(id) as Fact, context, seen.add(id))
    );
  });
}

/** Whether the column's type, or the base of its new domain, is replaced under the same name. */
function isUsingReplacedType(fact: Fact, context: Context): boolean {
  const isType = (id: ObjectId) => typeKinds.has(kindOf(id)) && id !== fact.parent;
  const isOther = (id: ObjectId): boolean =>
    context.isReplaced(id) ||
    (id.startsWith('domain:') &&
      context.isCreated(id) &&
      context.to.facts.get(id)!.dependsOn.some((base) => isType(base) && isOther(base)));
  const isInherited = (id: ObjectId) => context.heirsOf(id).some((heir) => fact.dependsOn.includes(heir));
  const before = context.from.facts.get(fact.id)?.dependsOn ?? [];
  return (
    fact.dependsOn.some((id) => isType(id) && isOther(id)) ||
    before.some((id) => isType(id) && isInherited(id))
  );
}

/** Whether the type or the collation of a column is replaced under the same name. */
export function followsReplaced(fact: Fact, context: Context): boolean {
  return (
    fact.dependsOn.some((id) => id.startsWith('collation:') && context.isReplaced(id)) ||
    isUsingReplacedType(fact, context)
  );
}

/** Whether the column gets another type or collation, or a replaced one of the same name. */
export function isRetyped(before: Fact, after: Fact, context: Context): boolean {
  return (
    hasChanged(before, after, 'type') ||
    hasChanged(before, after, 'collation') ||
    followsReplaced(after, context)
  );
}

/** Gives the column its type. */
export function retype(before: Fact, after: Fact, context: Context): Statement {
  const [table, column] = splitLast(after.name);
  const using = usingClause(before, after, context);
  const hazards = isElsewhere(after) ? [] : retypeHazards(before, after, context, using !== '');
  const isRewritten = hazards.some(({ kind }) => kind === 'rewrites');
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${typeSql(after)}${using}`,
    hazards,
    outline: () => (isRewritten ? expandAndContract(before, after, context.from) : undefined),
  };
}

/** A column's type and collation: `text COLLATE "C"`. */
export function typeSql({ definition: { type, collation } }: Fact): string {
  return collation === undefined ? String(type) : `${type} COLLATE ${collation}`;
}

function usingClause(before: Fact, after: Fact, context: Context): string {
  // The rows of a foreign table are elsewhere: there is nothing to convert.
  if (isElsewhere(after)) return '';
  const [, column] = splitLast(after.name);
  const is = String(after.definition.type);
  const own = objectId('composite-type', is);
  if (context.isReplaced(own) && isReordered(own, context))
    return ` USING ${readByName(column, own, context)}`;
  const was = String(before.definition.type);
  const isReplaced = isUsingReplacedType(after, context);
  if (is === `${was}[]` && !isReplaced) return ` USING ARRAY[${column}]::${is}`;
  const [from, to] = [valueType(was, context.from), valueType(is, context.to)];
  // No array is cast to one whose elements are arrays by way of a domain.
  const isOfArrays = from !== to && to.endsWith('[][]');
  return isOfArrays || (isReplaced && !(isBuiltIn(from) && isBuiltIn(to)))
    ? ` USING ${column}::text::${is}`
    : conversionOf(from, to, column);
}

/** Kinds that block ALTER COLUMN TYPE; PostgreSQL rebuilds the others by itself. */
const stiff: ReadonlySet<string> = new Set([
  'view',
  'materialized-view',
  'rule',
  'policy',
  'trigger',
  'function',
  'procedure',
  'publication-table',
  'statistics',
]);

const remarks: ReadonlySet<string> = new Set(['acl', 'comment', 'security-label', 'sequence-owner']);

/** Whether a dependent has to be dropped and created again when the column is altered. */
export function disturbsDependent(before: Fact, after: Fact, dependent: Fact, context: Context): boolean {
  const [was, is] = [before.definition, after.definition];
  if (movesToSequence(was, is, dependent, context)) return true;
  if (!isRetyped(before, after, context)) {
    return !losesExpression(was, is) && was.expression !== is.expression && dependent.kind === 'statistics';
  }
  if (dependent.kind === 'default') return !takesDefaultAlong(before, after, context);
  if (stiff.has(dependent.kind)) return true;
  if (remarks.has(dependent.kind)) return false;
  // Below another table it is the column that inherits this one, which changes with it.
  if (dependent.kind === 'column')
    return dependent.definition.generated !== undefined && dependent.parent === before.parent;
  if (isOtherwiseRebuilt(dependent, context)) return true;
  // PostgreSQL rebuilds the index without its statistics targets.
  if (list(dependent.definition, 'statistics').length > 0) return true;
  const isForeign = dependent.definition.type === 'foreign';
  // Keys with PERIOD use GiST, which has no operators between two types.
  if (isForeign && / PERIOD /.test(String(dependent.definition.definition))) return true;
  if (isForeign && was.collation !== is.collation && isOwnCollation(was, is, context)) return true;
  const isDelicate = isForeign || comparesRetyped(dependent, after, context);
  const survives = isDelicate ? isComparable : isSameFamily;
  return !survives(String(was.type), String(is.type)) || isUsingReplacedType(after, context);
}

/** Whether a collation may be nondeterministic: both ends of a foreign key must have the same one, at any time. */
function isOwnCollation(was: Definition, is: Definition, { from, to }: Context): boolean {
  return [was, is].some(({ collation }) => {
    const id = objectId('collation', String(collation));
    return from.facts.has(id) || to.facts.has(id);
  });
}

/** Whether PostgreSQL converts the column's default to the new type by itself. */
function takesDefaultAlong(before: Fact, after: Fact, context: Context): boolean {
  const [was, is] = [String(before.definition.type), String(after.definition.type)];
  return isBuiltIn(was) && isSameFamily(was, is) && !isUsingReplacedType(after, context);
}

/**
 * Whether a check uses another column that changes its type too. Between the two changes PostgreSQL would write casts into it,
 * which stay.
 */
function comparesRetyped({ definition, dependsOn }: Fact, { id }: Fact, context: Context): boolean {
  return (
    definition.type === 'check' &&
    dependsOn.some((other) => {
      const [was, is] = [context.from.facts.get(other), context.to.facts.get(other)];
      return other !== id && was?.kind === 'column' && is !== undefined && isRetyped(was, is, context);
    })
  );
}

/** Whether a dependent of the identity's sequence is to use a standalone sequence of the same name. */
function movesToSequence(was: Definition, is: Definition, { id }: Fact, { to }: Context): boolean {
  if (was.identitySequence === undefined || was.identitySequence === is.identitySequence) return false;
  return to.facts.get(id)?.dependsOn.includes(objectId('sequence', String(was.identitySequence))) === true;
}

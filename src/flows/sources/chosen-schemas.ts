import { withParts } from '../../diff/planner/relatives.ts';
import { StrataError } from '../../model/errors.ts';
import { type ObjectId, titleOf } from '../../model/object-id.ts';
import { type Fact, isSameDefinition, type Schema } from '../../model/schema.ts';
import { shellPath } from '../../model/shell-word.ts';
import { similarNames } from '../../model/similar-names.ts';
import { few } from '../../model/words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import type { LoadOptions } from '../rehearsal/ground.ts';

/** Which schemas are compared. */
type Choice = Pick<LoadOptions, 'schemas' | 'exclude'>;

/** One object that is compared, and one of a schema that is not, which the first cannot be made or changed without. */
interface Tie {
  readonly object: Fact;
  readonly unasked: Fact;
  readonly verb: 'needs' | 'is used by';
}

/** Throws where a schema is chosen that no side has: with nothing to compare, all would seem well. */
export function refuseUnknownSchemas(sides: readonly Schema[], { schemas = [] }: Choice): void {
  const there = schemasOf(sides);
  const unknown = schemas.find((name) => !there.has(name));
  if (unknown === undefined) return;
  const subject = sides.length === 1 ? 'there is no' : 'neither side has a';
  const [near] = similarNames(unknown, there, 1);
  const options = [...there].sort().map((name) => `--schema ${shellPath(name)}`);
  throw new StrataError('usage', `${subject} schema ${quoteIdentifier(unknown)}`, {
    hint:
      near === undefined
        ? `To choose one that is there: ${few(options, 10)}`
        : `Did you mean --schema ${shellPath(near)}?`,
  });
}

/**
 * The schemas that are left out though no side has them, as SQL writes them: a slip that makes more to compare, not less. The
 * system's own are in every database, and in no Schema.
 */
export function unknownExclusions(sides: readonly Schema[], { exclude = [] }: Choice): readonly string[] {
  const there = schemasOf(sides);
  const system = /^(pg_|information_schema$)/;
  const unknown = exclude.filter((name) => !system.test(name) && !there.has(name));
  return [...new Set(unknown)].map(quoteIdentifier);
}

/** The names of all schemas in which the sides have something, or which they have themselves. */
function schemasOf(sides: readonly Schema[]): ReadonlySet<string> {
  const all = sides.flatMap(({ facts, unasked }) => [...facts.values(), ...(unasked?.values() ?? [])]);
  return new Set(all.flatMap(({ schema }) => schema ?? []));
}

/** What the objects of `after` need of schemas that were not asked for, and `before` does not have: one sentence or none. */
export function missingNeeds(before: Schema, after: Schema): readonly string[] {
  const ties = missing(before, after);
  return ties.length === 0 ? [] : [`${sentenceOf(ties)}: without that the SQL does not run`];
}

/** Throws where the goal needs something that lies outside of the choice, and that the starting point does not have. */
export function refuseMissingNeeds(before: Schema, after: Schema, choice: Choice): void {
  const ties = missing(before, after);
  if (ties.length > 0) throw refusal(ties, choice);
}

/**
 * The error of a plan that does not make an object as `to` has it because the choice of schemas has left out what is to become of
 * something that the object needs; undefined where that is not why. `reached` was read with that choice.
 */
export function unmadeByChoice(
  object: ObjectId,
  reached: Schema,
  to: Schema,
  choice: Choice,
): StrataError | undefined {
  const ties = changedNeeds(withParts(to, object), reached, to);
  return ties.length === 0 ? undefined : refusal(ties, choice);
}

/** The same of a plan that PostgreSQL refuses at an object: something that was left out may also use it. */
export function refusedByChoice(
  object: ObjectId,
  start: Schema,
  to: Schema,
  choice: Choice,
): StrataError | undefined {
  const parts = new Set([...withParts(start, object), ...withParts(to, object)]);
  const ties = [...changedNeeds(parts, start, to), ...usesOf(parts, start)];
  return ties.length === 0 ? undefined : refusal(ties, choice);
}

function changedNeeds(objects: Iterable<ObjectId>, from: Schema, to: Schema): readonly Tie[] {
  const named = [...objects].flatMap((id) => to.facts.get(id) ?? []);
  return tiesOf(named, to, ({ id, definition }) => {
    const there = from.unasked?.get(id);
    return there !== undefined && isSameDefinition(there.definition, definition);
  });
}

function tiesOf(
  objects: Iterable<Fact>,
  { facts, unasked }: Schema,
  isMet: (unasked: Fact) => boolean,
): readonly Tie[] {
  const needsOf = ({ dependsOn }: Fact) => dependsOn.flatMap((id) => unasked?.get(id) ?? []);
  return [...objects].flatMap((object) =>
    needsOf(object)
      .filter((need) => !isMet(need))
      .map((need): Tie => {
        return { object: wholeOf(object, facts), unasked: wholeOf(need, unasked), verb: 'needs' };
      }),
  );
}

/** What a goal needs, and its starting point does not have. */
function missing(before: Schema, after: Schema): readonly Tie[] {
  return tiesOf(after.facts.values(), after, ({ id }) => before.unasked?.has(id) === true);
}

function usesOf(objects: ReadonlySet<ObjectId>, { facts, unasked = new Map() }: Schema): readonly Tie[] {
  return [...unasked.values()].flatMap((user): readonly Tie[] => {
    const used = user.dependsOn.flatMap((id) => (objects.has(id) ? (facts.get(id) ?? []) : []));
    return used
      .slice(0, 1)
      .map((object) => ({ object, unasked: wholeOf(user, unasked), verb: 'is used by' }));
  });
}

/** The object that a person would name: the table of a column, what a comment is on. */
function wholeOf(fact: Fact, facts: Schema['unasked']): Fact {
  const parent = fact.parent === undefined ? undefined : facts?.get(fact.parent);
  return parent === undefined || parent.kind === 'schema' ? fact : wholeOf(parent, facts);
}

function refusal(ties: readonly Tie[], { exclude = [] }: Choice): StrataError {
  const schemas = [...new Set(ties.map(({ unasked }) => unasked.schema as string))].sort();
  const words = schemas.map(
    (name) => `${exclude.includes(name) ? 'leave out' : 'add'} --${optionOf(name, exclude)} ${name}`,
  );
  return new StrataError('usage', `${sentenceOf(ties)}, so the plan does not run`, {
    hint: `To compare that as well: ${words.join(', ')}. The plan without it, unproven: --no-prove`,
  });
}

function optionOf(schema: string, exclude: readonly string[]): string {
  return exclude.includes(schema) ? 'exclude' : 'schema';
}

function sentenceOf(ties: readonly Tie[]): string {
  const [{ object, verb }] = ties as [Tie, ...Tie[]];
  const same = ties.filter((tie) => tie.object.id === object.id && tie.verb === verb);
  const names = [...new Set(same.map(({ unasked: { kind, name } }) => titleOf({ what: kind, name })))];
  return `${titleOf({ what: object.kind, name: object.name })} ${verb} ${few(names, 3)}, which the choice of schemas leaves out`;
}

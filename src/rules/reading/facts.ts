import { entry } from '../../model/entry.ts';
import { assumedName } from '../../model/migration.ts';
import { nameOf, type ObjectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { isSame, type Named, namedByIdentity } from '../../sql/relations.ts';
import { blockingLocks } from './wording.ts';

/** The facts of one kind that the history made, sorted by name; what a platform brings is not among them. */
export function factsOf(subject: Subject, kind: FactKind): readonly Fact[] {
  const index = indexOf(subject);
  return index.kinds.get(kind) ?? [];
}

/** The facts that belong to another one. */
export function childrenOf(subject: Subject, parent: ObjectId, kind: FactKind): readonly Fact[] {
  return (indexOf(subject).children.get(parent) ?? []).filter((fact) => fact.kind === kind);
}

export function factOf(subject: Subject, id: ObjectId): Fact | undefined {
  return subject.schema?.facts.get(id);
}

/**
 * The column that a configuration calls `table.column` or `schema.table.column`, as SQL would or with its capitals unquoted;
 * undefined where the history makes none.
 */
export function findColumn(subject: Subject, name: string): Fact | undefined {
  const asWritten = name.includes('"') ? [] : columnsNamed(subject, name.split('.'));
  return asWritten[0] ?? columnsNamed(subject, splitIdentifier(name))[0];
}

/** The columns whose names end in these parts: without a schema those of every schema. */
export function columnsNamed(subject: Subject, parts: readonly string[]): readonly Fact[] {
  return factsOf(subject, 'column').filter(({ name }) => {
    const own = splitIdentifier(name).slice(-parts.length);
    return own.length === parts.length && own.every((part, i) => part === parts[i]);
  });
}

/** A property as text; empty where absent. */
export function textOf(fact: Fact, property: string): string {
  const value = fact.definition[property];
  return typeof value === 'string' ? value : '';
}

interface Index {
  readonly kinds: ReadonlyMap<FactKind, readonly Fact[]>;
  readonly children: ReadonlyMap<ObjectId, readonly Fact[]>;
  /** Identity of an object -> the acts that made or altered it. */
  readonly acts: ReadonlyMap<string, readonly Act[]>;
  /** Identities of objects that the history itself made. */
  readonly own: ReadonlySet<string>;
}

const indexOf = once((subject: Subject): Index => {
  const { acts, own } = readActs(subject);
  const kinds = new Map<FactKind, Fact[]>();
  const children = new Map<ObjectId, Fact[]>();
  for (const fact of sortedFacts(subject.schema)) {
    if (fact.parent !== undefined) entry(children, fact.parent, (): Fact[] => []).push(fact);
    entry(kinds, fact.kind, (): Fact[] => []).push(fact);
  }
  return { kinds, children, acts, own };
});

function sortedFacts(schema: Schema | undefined): readonly Fact[] {
  return [...(schema?.facts.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Under the last name that each object bears. */
function readActs(subject: Subject): Pick<Index, 'acts' | 'own'> {
  const lives = new Map<string, { name: string; isOwn: boolean; acts: Act[] }>();
  for (const act of subject.acts) {
    for (const { key, type, identity: told, action } of act.seen?.events ?? []) {
      if (action === 'drop') {
        lives.delete(key);
        continue;
      }
      const identity = routineTypes.has(type) ? told.replaceAll('pg_catalog.', '') : told;
      const life = lives.get(key) ?? { name: identity, isOwn: action === 'create', acts: [] };
      lives.set(key, life);
      life.name = identity;
      if (life.acts.at(-1) !== act) life.acts.push(act);
    }
  }
  const told = [...lives.values()];
  return {
    acts: new Map(told.map(({ name, acts }) => [name, acts])),
    own: new Set(told.filter(({ isOwn }) => isOwn).map(({ name }) => name)),
  };
}

/** What event triggers name with the schemas of its arguments' types, also of built-in ones. */
const routineTypes: ReadonlySet<string> = new Set(['function', 'procedure', 'aggregate']);

/** The statements that made or altered an object (as SQL writes it, under its last name), in order. */
export function actsOn(subject: Subject, identity: string): readonly Act[] {
  return indexOf(subject).acts.get(identity) ?? [];
}

/**
 * The last statement on `identity` (as SQL writes it) whose text contains `word`, else the first one, which made the object.
 * `places.ts` finds columns and constraints.
 */
export function placeOf(subject: Subject, identity: string, word?: string): Act | undefined {
  const acts = actsOn(subject, identity);
  const named =
    word === undefined
      ? undefined
      : acts.findLast(({ text }) => text.toLowerCase().includes(word.toLowerCase()));
  return named ?? acts[0];
}

/** The identity of a function or procedure: event triggers name types of arguments without blanks, `f(integer,text)`. */
export function routineIdentity(name: string): string {
  return name.replaceAll(', ', ',');
}

/** Whether the history itself made the object, so that it is for the project to mend. */
export function isOwn(subject: Subject, identity: string): boolean {
  return indexOf(subject).own.has(identity);
}

/** Whether the object is assumed: nothing can be concluded from what it lacks. */
export function isAssumed(subject: Subject, identity: string): boolean {
  return indexOf(subject).acts.get(identity)?.[0]?.migration.name === assumedName;
}

/** Whether the table is partitioned when the history has run; the name as a Lock has it. */
export function isPartitioned(subject: Subject, table: string): boolean {
  return factOf(subject, `table:${table}`)?.definition.partitionKey != null;
}

/**
 * Whether the act's table is partitioned: its indexes are not built CONCURRENTLY. What was locked tells which table is meant,
 * but not where an earlier statement of the transaction has locked it: there any table of its name does.
 */
export function isOfParts(subject: Subject, act: Act, table: Named): boolean {
  const isMeant = (name: string) => isSame(namedByIdentity(name), table);
  const locked = blockingLocks(act).flatMap(({ relation }) => (isMeant(relation) ? [relation] : []));
  const names =
    locked.length > 0 ? locked : factsOf(subject, 'table').flatMap(({ name }) => (isMeant(name) ? name : []));
  return names.some((name) => isPartitioned(subject, name));
}

/** The qualified name of the table that a column, constraint, index or policy belongs to; empty where it belongs to nothing. */
export function tableOf({ parent }: Fact): string {
  return parent === undefined ? '' : nameOf(parent);
}

/** Tables that the history made. Partitions are left out: they are like their parents. */
export const ownTables = once((subject: Subject): readonly Fact[] =>
  factsOf(subject, 'table').filter(
    (table) => isOwn(subject, table.name) && factOf(subject, `partition:${table.name}`) === undefined,
  ),
);

/** The later of two places: where the second of two objects became superfluous. */
export function laterOf(a: Act | undefined, b: Act | undefined): Act | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareActs(a, b) > 0 ? a : b;
}

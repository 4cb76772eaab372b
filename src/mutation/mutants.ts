import { groupBy } from '../model/group-by.ts';
import type { Mutant, Spared } from '../model/mutation.ts';
import { nameOf, type ObjectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';
import { type Redundancy, redundantKeys } from './redundant.ts';

interface Mutants {
  readonly mutants: readonly Mutant[];
  readonly spared: readonly Spared[];
}

/**
 * Every rule that a schema holds, one mutant each, sorted: constraints, unique indexes, NOT NULL, defaults, triggers, rules,
 * policies and row security. Facts in `foreign` belong to a platform. What another rule demands as well is spared: to drop it
 * changes nothing that a test could see. Of keys over the same columns one mutant drops all.
 */
export function mutantsOf(schema: Schema, foreign: ReadonlySet<ObjectId> = new Set()): Mutants {
  const redundant = redundantKeys(schema);
  const equals = groupBy(
    [...redundant].filter(([, { isEqual }]) => isEqual),
    ([, { by }]) => by,
  );
  const keys = keyColumns(schema);
  const mutants: Mutant[] = [];
  const spared: Spared[] = [];
  const makeOf = (fact: Fact | undefined) => (fact && kinds[fact.kind]?.(fact, { schema, keys })) ?? [];
  for (const fact of schema.facts.values()) {
    if (foreign.has(fact.id)) continue;
    const others = (equals.get(fact.id) ?? []).flatMap(([id]) => makeOf(schema.facts.get(id)));
    for (const mutant of makeOf(fact)) {
      const reason = redundant.get(fact.id);
      if (reason === undefined)
        mutants.push({ ...mutant, sql: [...mutant.sql, ...others.flatMap(({ sql }) => sql)] });
      else spared.push({ id: mutant.id, object: fact.id, because: sentenceOf(reason) });
    }
  }
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return { mutants: mutants.sort(byId), spared: spared.sort(byId) };
}

function sentenceOf({ by, isEqual }: Redundancy): string {
  return isEqual ? `it goes with ${nameOf(by)}, which demands the same` : `${nameOf(by)} ensures it already`;
}

interface Around {
  readonly schema: Schema;
  /** Columns of primary keys, which cannot be null anyway. */
  readonly keys: ReadonlySet<ObjectId>;
}

type Maker = (fact: Fact, around: Around) => readonly Mutant[];

const kinds: Readonly<Partial<Record<Fact['kind'], Maker>>> = {
  constraint: constraintMutants,
  'domain-constraint': (fact) => [
    mutant('drop check', fact, [`ALTER DOMAIN ${parentOf(fact)} DROP CONSTRAINT ${ownName(fact)}`]),
  ],
  domain: domainMutants,
  index: (fact) =>
    fact.definition.unique === true ? [mutant('drop unique index', fact, [`DROP INDEX ${fact.name}`])] : [],
  column: columnMutants,
  default: (fact, { schema }) => {
    const column = fact.parent && schema.facts.get(fact.parent);
    if (column === undefined || /^NULL\b/i.test(String(fact.definition.expression))) return [];
    return [mutant('drop default', fact, [alterColumn(column, 'DROP DEFAULT')])];
  },
  trigger: (fact) =>
    fact.definition.copied === true || fact.definition.firing === 'DISABLE'
      ? []
      : [mutant('drop trigger', fact, [`DROP TRIGGER ${ownName(fact)} ON ${parentOf(fact)}`])],
  rule: (fact) =>
    fact.definition.firing === 'DISABLE'
      ? []
      : [mutant('drop rule', fact, [`DROP RULE ${ownName(fact)} ON ${parentOf(fact)}`])],
  policy: policyMutants,
  table: tableMutants,
};

const constraintWords: Readonly<Record<string, string>> = {
  check: 'check',
  foreign: 'foreign key',
  primary: 'primary key',
  unique: 'unique constraint',
  exclude: 'exclusion',
};

function constraintMutants(fact: Fact): readonly Mutant[] {
  const { type, definition, notValid, inherited } = fact.definition;
  if (inherited === true) return [];
  const drop = `ALTER TABLE ${parentOf(fact)} DROP CONSTRAINT ${ownName(fact)}`;
  const dropped = mutant(`drop ${constraintWords[String(type)]}`, fact, [drop]);
  const text = String(definition);
  const weaker = text.replace(/ ON DELETE (?:CASCADE|SET NULL|SET DEFAULT)(?: \([^)]*\))?/, '');
  if (type !== 'foreign' || weaker === text) return [dropped];
  const add = `ALTER TABLE ${parentOf(fact)} ADD CONSTRAINT ${ownName(fact)} ${weaker}${notValid === true ? ' NOT VALID' : ''}`;
  return [dropped, mutant('take the delete action from foreign key', fact, [drop, add])];
}

function domainMutants(fact: Fact): readonly Mutant[] {
  return [
    ...(fact.definition.notNull === true
      ? [mutant('drop not null', fact, [`ALTER DOMAIN ${fact.name} DROP NOT NULL`])]
      : []),
    ...(fact.definition.default === undefined
      ? []
      : [mutant('drop default', fact, [`ALTER DOMAIN ${fact.name} DROP DEFAULT`])]),
  ];
}

function columnMutants(fact: Fact, { keys }: Around): readonly Mutant[] {
  const { notNull, identity, inherited } = fact.definition;
  if (inherited === true) return [];
  if (identity !== undefined) return [mutant('drop identity', fact, [alterColumn(fact, 'DROP IDENTITY')])];
  if (notNull !== true || keys.has(fact.id)) return [];
  return [mutant('drop not null', fact, [alterColumn(fact, 'DROP NOT NULL')])];
}

function policyMutants(fact: Fact): readonly Mutant[] {
  const { using, check } = fact.definition;
  const policy = `POLICY ${ownName(fact)} ON ${parentOf(fact)}`;
  const isTrue = (text: unknown) => /^\(*true\)*$/.test(String(text));
  return [
    mutant('drop policy', fact, [`DROP ${policy}`]),
    ...(using === undefined || isTrue(using)
      ? []
      : [mutant('open the rows of policy', fact, [`ALTER ${policy} USING (true)`])]),
    ...(check === undefined || isTrue(check)
      ? []
      : [mutant('open the new rows of policy', fact, [`ALTER ${policy} WITH CHECK (true)`])]),
  ];
}

function tableMutants(fact: Fact): readonly Mutant[] {
  const { rowSecurity, forceRowSecurity } = fact.definition;
  const alter = `ALTER TABLE ${fact.name}`;
  return [
    ...(rowSecurity === true
      ? [mutant('disable row security of', fact, [`${alter} DISABLE ROW LEVEL SECURITY`])]
      : []),
    ...(rowSecurity === true && forceRowSecurity === true
      ? [mutant('free the owner from row security of', fact, [`${alter} NO FORCE ROW LEVEL SECURITY`])]
      : []),
  ];
}

function mutant(verb: string, fact: Fact, sql: readonly string[]): Mutant {
  return { id: `${verb} ${fact.name}`, object: fact.id, sql };
}

/** The name of the table or domain that a fact belongs to. */
function parentOf(fact: Fact): string {
  return nameOf(fact.parent as ObjectId);
}

/** The last part of a fact's name, as SQL writes it. */
function ownName(fact: Fact): string {
  return fact.name.slice(parentOf(fact).length + 1);
}

function alterColumn(column: Fact, action: string): string {
  return `ALTER TABLE ${parentOf(column)} ALTER COLUMN ${ownName(column)} ${action}`;
}

function keyColumns(schema: Schema): ReadonlySet<ObjectId> {
  const keys = new Set<ObjectId>();
  for (const { kind, definition, dependsOn, parent } of schema.facts.values()) {
    if (kind !== 'constraint' || definition.type !== 'primary') continue;
    for (const id of dependsOn) if (schema.facts.get(id)?.parent === parent) keys.add(id);
  }
  return keys;
}

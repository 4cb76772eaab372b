import { kindOf, objectId } from '../model/object-id.ts';
import type { Definition, Fact, Schema } from '../model/schema.ts';
import type { ChangeSet } from './change-set.ts';
import { list } from './definition.ts';

/** What ALTER DEFAULT PRIVILEGES calls the kinds that it gives privileges to. */
const words: Readonly<Record<string, string>> = {
  table: 'TABLES',
  'foreign-table': 'TABLES',
  view: 'TABLES',
  'materialized-view': 'TABLES',
  sequence: 'SEQUENCES',
  function: 'FUNCTIONS',
  procedure: 'FUNCTIONS',
  aggregate: 'FUNCTIONS',
  enum: 'TYPES',
  'composite-type': 'TYPES',
  domain: 'TYPES',
  'range-type': 'TYPES',
  'base-type': 'TYPES',
  schema: 'SCHEMAS',
};

/**
 * The privileges that default privileges give to a fresh object of whoever runs the plan, as the definition of an `acl` fact
 * says them; undefined where they say nothing. https://www.postgresql.org/docs/18/sql-alterdefaultprivileges.html
 */
export function bornPrivileges(schema: Schema, fresh: Fact): Definition | undefined {
  const word = words[fresh.kind];
  const applying = defaultPrivileges(schema).filter(
    ({ definition, schema: place }) =>
      definition.object === word && (place === undefined || place === fresh.schema),
  );
  if (word === undefined || applying.length === 0) return undefined;
  const all = (name: string) =>
    [...new Set(applying.flatMap(({ definition }) => list(definition, name)))].sort();
  // What defaults grant to the owner, the owner has anyway.
  const granted = all('granted').filter((entry) => !/^CURRENT_USER [A-Z ]+$/.test(entry));
  return { granted, revoked: all('revoked') };
}

/** Default privileges of the role that runs plans. They are what they were until the plan ends. */
function defaultPrivileges(schema: Schema): readonly Fact[] {
  const found: Fact[] = [];
  for (const fact of schema.facts.values())
    if (fact.kind === 'default-privileges' && fact.definition.role === undefined) found.push(fact);
  return found;
}

/** Gives every fresh object that is to have no grants, but would be born with some, a step that takes them away. */
export function takeBornPrivileges(set: ChangeSet): void {
  if (defaultPrivileges(set.from).length === 0) return;
  for (const id of [...set.created]) {
    const about = objectId('acl', id);
    const fresh = set.to.facts.get(id);
    if (words[kindOf(id)] === undefined || fresh === undefined || set.to.facts.has(about)) continue;
    if (bornPrivileges(set.from, fresh) === undefined) continue;
    set.addConsequence({
      id: about,
      kind: 'acl',
      name: id,
      parent: id,
      ...(fresh.schema === undefined ? {} : { schema: fresh.schema }),
      definition: {},
      dependsOn: [id],
      goesWith: [],
    });
  }
}

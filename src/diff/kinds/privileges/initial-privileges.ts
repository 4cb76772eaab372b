import { kindOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Definition, Fact, FactKind, Schema } from '../../../model/schema.ts';
import { type Grant, parseGrant } from '../../../postgres/grant.ts';
import { list } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import type { ChangeSet } from '../../planner/change-set.ts';
import { defaultsWord } from './grantable.ts';

/** An object that the plan creates and that default privileges apply to. */
interface NewObject {
  readonly id: ObjectId;
  readonly kind: FactKind;
  readonly schema: string | undefined;
  /** As grants name it. */
  readonly owner: string;
  /** The fact that its grants belong to. */
  readonly parent: ObjectId;
}

/** The object of an `acl` fact, where the plan creates it. An identity's sequence is created with its column and has no fact. */
function newObjectOf(acl: Fact, context: Context): NewObject | undefined {
  const about = acl.name as ObjectId;
  const fact = context.to.facts.get(about);
  if (fact !== undefined) return context.isCreated(about) ? newObject(fact) : undefined;
  const column = acl.parent && context.to.facts.get(acl.parent);
  return column && identityOf(column, context);
}

/** The sequence that comes with a new column, or with the new identity of a column that stays. */
function identityOf(column: Fact, context: Context): NewObject | undefined {
  const name = column.definition.identitySequence;
  if (name === undefined) return undefined;
  const before = context.from.facts.get(column.id)?.definition.identitySequence;
  if (before !== undefined && !context.isCreated(column.id)) return undefined;
  const id = objectId('sequence', String(name));
  const table = column.parent && context.to.facts.get(column.parent);
  return { id, kind: 'sequence', schema: column.schema, owner: ownerOf(table), parent: column.id };
}

function newObject(fact: Fact): NewObject {
  return { id: fact.id, kind: fact.kind, schema: fact.schema, owner: ownerOf(fact), parent: fact.id };
}

/** Objects of the role that runs the plan have no owner in their definition. */
function ownerOf(fact: Fact | undefined): string {
  return String(fact?.definition.owner ?? 'CURRENT_USER');
}

/**
 * The privileges that the object of an `acl` fact gets from default privileges when the plan creates it, as a definition;
 * undefined where it gets none. https://www.postgresql.org/docs/18/sql-alterdefaultprivileges.html
 */
export function initialPrivileges(acl: Fact, context: Context): Definition | undefined {
  const made = newObjectOf(acl, context);
  return made && privilegesOf(made, context);
}

function privilegesOf(
  { kind, schema, owner }: Pick<NewObject, 'kind' | 'schema' | 'owner'>,
  context: Context,
): Definition | undefined {
  const word = defaultsWord(kind);
  const applying = defaultPrivileges(context.from).filter(
    ({ id, definition, schema: place }) =>
      !context.isDropped(id) && definition.object === word && (place === undefined || place === schema),
  );
  if (word === undefined || applying.length === 0) return undefined;
  const all = (name: string) =>
    [...new Set(applying.flatMap(({ definition }) => list(definition, name)))].sort();
  // Defaults for the creator or the later owner add nothing: an owner has these privileges anyway.
  const isOwners = ({ grantee, option, grantor }: Grant) =>
    ['CURRENT_USER', owner].includes(grantee) && !option && grantor === undefined;
  const granted = all('granted').filter((entry) => !isOwners(parseGrant(entry)));
  return { granted, revoked: all('revoked') };
}

/** Default privileges of the role that runs the plan. A plan drops them at its beginning, and alters them at its end. */
const defaultPrivileges = once((schema: Schema): readonly Fact[] =>
  [...schema.facts.values()].filter(
    ({ kind, definition }) => kind === 'default-privileges' && definition.role === undefined,
  ),
);

/** Adds a step that revokes what a new object gets from default privileges but is not to have. */
export function takeInitialPrivileges(set: ChangeSet): void {
  if (defaultPrivileges(set.from).length === 0) return;
  for (const { id, kind, schema, owner, parent } of newObjects(set)) {
    const about = objectId('acl', id);
    if (set.to.facts.has(about)) continue;
    const acl: Fact = {
      id: about,
      kind: 'acl',
      name: id,
      parent,
      ...(schema === undefined ? {} : { schema }),
      definition: { owner },
      dependsOn: [parent],
      goesWith: [],
    };
    if (privilegesOf({ kind, schema, owner }, set) !== undefined) set.addConsequence(acl);
  }
}

function newObjects(set: ChangeSet): readonly NewObject[] {
  return [...set.created, ...set.altered].flatMap((id) => {
    const fact = set.to.facts.get(id);
    if (fact === undefined) return [];
    if (kindOf(id) === 'column') return identityOf(fact, set) ?? [];
    return defaultsWord(fact.kind) !== undefined && set.isCreated(id) ? [newObject(fact)] : [];
  });
}

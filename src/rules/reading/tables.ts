import type { DropStmt } from '@pgsql/types';
import type { Act, Subject } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedByIdentity } from '../../sql/relations.ts';
import { actsAt } from './transactions.ts';

/** Whether the act's own migration or session made the relation: nobody uses it yet, and it holds nobody's rows. */
export function isNew(act: Act, relation: Named): boolean {
  if (relation.schema === 'pg_temp') return true;
  const made = madeAt(act, relation);
  return made !== undefined && made <= act.index;
}

/** The number of the statement of the act's migration that first makes the relation; undefined where none does. */
export function madeAt({ makes }: Act, { schema, name }: Named): number | undefined {
  return makes.get(schema === undefined ? name : `${schema}.${name}`);
}

/** Whether the act's own migration made the object that bears the key of an event, be it the act itself. */
export function isObjectMadeHere(subject: Subject, { at }: Act, key: string): boolean {
  return actsAt(subject, at).some(({ seen }) =>
    (seen?.events ?? []).some((event) => event.action === 'create' && event.key === key),
  );
}

/**
 * Whether the relation may be in use and hold rows when the act runs: an earlier migration made it, or it is not known who did.
 * What a first migration finds was put there by a platform and is not in use yet.
 */
export function isExisting(act: Act, relation: Named): boolean {
  return !isNew(act, relation) && !(act.at === 0 && act.ran);
}

/**
 * Whether one of the tables that an ALTER TABLE worked through holds rows in use: it works through its own table, its partitions
 * and its children. A block may go through other tables as well, and there the name tells.
 */
export function worksThrough(act: Act, table: Named, seen: readonly Named[]): boolean {
  const existing = seen.filter((one) => isExisting(act, one));
  return act.inside === undefined ? existing.length > 0 : existing.some((one) => isSame(one, table));
}

/** Whether the act's own migration, or the first one, makes the type or domain: no rows of others are of it yet. */
export function isTypeMadeHere(subject: Subject, act: Act, type: Named): boolean {
  return act.at === 0 || actsAt(subject, act.at).some((other) => wasSeen(other, 'create', typeTypes, type));
}

const typeTypes: ReadonlySet<string> = new Set(['type', 'domain']);

/** Whether a statement was seen to make or drop an object of that name. `types`: as events name them. */
function wasSeen({ seen }: Act, did: 'create' | 'drop', types: ReadonlySet<string>, object: Named): boolean {
  return (seen?.events ?? []).some(
    ({ action, type, identity }) =>
      action === did && types.has(type) && isSame(namedByIdentity(identity), object),
  );
}

/** Whether the act ran and did nothing, because its object existed already (or did not exist). */
export function isIdle({ ran, seen }: Act): boolean {
  if (!ran || seen === undefined || seen.events.length > 0) return false;
  return seen.notices.some(({ message }) => message.endsWith(', skipping'));
}

/** Whether the act makes a schema of this name, which is the owner's where none is said. */
export function makesSchema(act: Act, name: string): boolean {
  return (
    act.head.startsWith('CREATE SCHEMA') &&
    act.trees.some((tree) => {
      const { schemaname, authrole } = byKind(tree).CreateSchemaStmt ?? {};
      return (schemaname ?? authrole?.rolename) === name;
    })
  );
}

/** Whether an IF EXISTS found no relation of that name: the statement ran, and no drop of it was seen. */
export function isMissed(act: Act, { missing_ok }: DropStmt, relation: Named): boolean {
  return act.ran && missing_ok === true && !wasSeen(act, 'drop', droppedTypes, relation);
}

const droppedTypes: ReadonlySet<string> = new Set([
  'table',
  'foreign table',
  'view',
  'materialized view',
  'index',
]);

/**
 * Whether a DROP ... IF EXISTS skipped an object that the history itself makes, and so does nothing. An object that no
 * migration makes may still exist in a real database: there the DROP takes effect and is judged.
 */
export function dropsNothing(subject: Subject, act: Act, node: DropStmt, relation: Named): boolean {
  return (
    isMissed(act, node, relation) &&
    (act.at > 0 || subject.acts.some((other) => madeAt(other, relation) !== undefined))
  );
}

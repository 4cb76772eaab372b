import type { AlterTableCmd } from '@pgsql/types';
import type { Subject, Verdict } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { namedByList, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations, statementsOf } from '../reading/trees.ts';

/** Commands of ALTER TABLE that users of the table do not notice. */
const unnoticed: ReadonlySet<string> = new Set([
  'AT_AddColumn',
  'AT_AttachPartition',
  'AT_ResetRelOptions',
  'AT_SetCompression',
  'AT_SetRelOptions',
  'AT_SetStatistics',
  'AT_SetStorage',
  'AT_ValidateConstraint',
]);

/** Every change of an object that an earlier migration made: what was seen, or what the text says where the act did not run. */
export function* changesOfExisting(subject: Subject): Generator<Verdict> {
  for (const { act, table, command } of alterations(subject)) {
    if (unnoticed.has(command.subtype ?? '') || !isExisting(act, table)) continue;
    yield { act, focus: nameIn(command) ?? table.name, message: wordsOf(command, shown(table)) };
  }
  yield* changesSeen(subject);
  yield* dropsWritten(subject);
}

/** What the rehearsal told of, also from inside DO blocks. */
function* changesSeen({ acts }: Subject): Generator<Verdict> {
  const madeAt = new Map<string, number>();
  for (const act of acts) {
    if (!act.ran || act.head.startsWith('COMMENT')) continue;
    for (const event of act.seen?.events ?? []) {
      const made = madeAt.get(event.key);
      const verb = verbOf(event);
      if (event.action === 'create' && made === undefined) madeAt.set(event.key, act.at);
      // Of unknown making is what a platform brought, or an index that a change of type has built anew.
      else if (verb !== undefined && made !== act.at && event.implied !== true)
        yield { act, focus: focusOf(event), message: `${event.type} ${nameOf(event)} ${verb}` };
    }
  }
}

/**
 * Kinds of objects of which every ALTER is a change. To tables, types and sequences an ALTER may only add; ALTER TABLE is
 * judged by its commands.
 */
const wholes: ReadonlySet<string> = new Set([
  'domain',
  'function',
  'index',
  'materialized view',
  'policy',
  'procedure',
  'trigger',
  'view',
]);

function verbOf({ action, type }: ObjectEvent): string | undefined {
  if (action === 'alter') return wholes.has(type) ? 'is altered' : undefined;
  return { create: 'is replaced', drop: 'is dropped', rename: 'is renamed' }[action];
}

function nameOf({ identity, was }: ObjectEvent): string {
  return (was ?? identity).replace(/^public\./, '').replaceAll('pg_catalog.', '');
}

function focusOf({ identity, was }: ObjectEvent): string | undefined {
  return splitIdentifier((was ?? identity).replace(/\(.*/s, '').replace(/ on .*/s, '')).at(-1);
}

/** Of statements that the rehearsal did not reach. */
function* dropsWritten(subject: Subject): Generator<Verdict> {
  for (const { act, node } of statementsOf(subject, 'DropStmt', /^DROP\b/)) {
    if (act.ran) continue;
    for (const parts of droppedNames(node)) {
      const named = namedByList(parts);
      if (isExisting(act, named)) yield { act, focus: named.name, message: `${shown(named)} is dropped` };
    }
  }
}

function nameIn({ name, def }: AlterTableCmd): string | undefined {
  return name ?? byKind(def).Constraint?.conname;
}

function wordsOf(command: AlterTableCmd, table: string): string {
  const name = nameIn(command);
  const column = `\`${name}\` of ${table}`;
  switch (command.subtype) {
    case 'AT_AddConstraint':
      return `${name === undefined ? 'a constraint' : `constraint \`${name}\``} of ${table} refuses rows that were fine`;
    case 'AT_AlterColumnType':
      return `${column} gets another type`;
    case 'AT_ColumnDefault':
      return `${column} gets another default`;
    case 'AT_DropConstraint':
      return `constraint ${column} is dropped`;
    case 'AT_DropNotNull':
      return `${column} may be null from here on`;
    case 'AT_SetNotNull':
      return `${column} may not be null any more`;
    default:
      return `${table} is altered`;
  }
}

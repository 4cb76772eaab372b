import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { readKey } from '../../../postgres/key.ts';
import { postgres18 } from '../../../postgres/versions.ts';
import { list } from '../../definition.ts';
import type { Context, Statements } from '../../kind.ts';
import { optionList } from '../../options.ts';
import { isUncheckedAtFirst } from '../hazards/constraint-hazards.ts';
import { isBuiltConcurrently, staysUntilBuilt } from '../indexes/replaced-online.ts';
import { nameAside } from '../shared/aside.ts';
import { addAndValidate, isInUse, readsBeside } from '../shared/online.ts';
import { relationName } from './constraint-sql.ts';

/** Adds a constraint to a table in use; undefined where there is no better way than at once. `hazards`: of adding it at once. */
export function addOnline(fact: Fact, hazards: readonly Hazard[], context: Context): Statements | undefined {
  const [table, name] = splitLast(fact.name);
  if (!isInUse(table, context) || isUncheckedAtFirst(fact)) return undefined;
  const { type, definition } = fact.definition;
  const refusals = hazards.filter(({ kind }) => kind === 'may-fail');
  if (type === 'check' || (type === 'foreign' && canBeNotValid(table, context)))
    return addAndValidate(table, name, String(definition), refusals);
  return addWithIndex(fact, refusals, context);
}

/** Foreign keys of partitioned tables can be NOT VALID since PostgreSQL 18. */
function canBeNotValid(table: string, { from }: Context): boolean {
  const isPartitioned = from.facts.get(`table:${table}`)?.definition.partitionKey !== undefined;
  return !isPartitioned || from.serverVersion >= postgres18;
}

/** Builds the index of a key first; undefined where the constraint needs another kind of index, or none. */
function addWithIndex(fact: Fact, refusals: readonly Hazard[], context: Context): Statements | undefined {
  const [table, name] = splitLast(fact.name);
  const key = readKey(String(fact.definition.definition));
  if (key === undefined || !isBuiltConcurrently(fact)) return undefined;
  const included = key.included.length === 0 ? '' : ` INCLUDE (${key.included.join(', ')})`;
  const distinct = key.hasEqualNulls ? ' NULLS NOT DISTINCT' : '';
  const isSwap = staysUntilBuilt(fact, context);
  // ADD CONSTRAINT gives the index its own name.
  const index = isSwap ? nameAside(relationName(fact), fact.id, context) : name;
  const definition = `(${key.columns.join(', ')})${included}${distinct}${storageOf(fact)}`;
  const kind = key.isPrimary ? 'PRIMARY KEY' : 'UNIQUE';
  return [
    {
      sql: `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${table} ${definition}`,
      hazards: [readsBeside(table), ...refusals],
      transaction: 'alone',
    },
    ...(isSwap ? [`ALTER TABLE ${table} DROP CONSTRAINT ${name}`] : []),
    `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${kind} USING INDEX ${index}${key.rest}`,
  ];
}

function storageOf({ definition }: Fact): string {
  const options = list(definition, 'options');
  const clause = options.length === 0 ? '' : ` WITH (${optionList(options)})`;
  return definition.tablespace === undefined ? clause : `${clause} TABLESPACE ${definition.tablespace}`;
}

import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { readCheck } from '../../../postgres/check.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { valueType } from '../types/value-type.ts';
import { blocksWrites, hazard } from './hazard.ts';

/** The hazards of a new constraint of a domain, which is checked in all columns of it. */
export function domainRuleHazards(domain: string, rule: string, context: Context): Hazard[] {
  const columns = checkedColumns(objectId('domain', domain), context).map(({ id }) => id);
  if (columns.length === 0) return [];
  const tables = [...new Set(columns.map((id) => splitLast(nameOf(id))[0]))];
  return [
    hazard(
      'may-fail',
      `Values of type ${domain} may violate its new rule.`,
      refusedValues(rule, columns, valueType(domain, context.to), 'ONLY '),
    ),
    hazard('scans', `All rows of ${tables.join(', ')} are read to see that their values keep to the rule.`),
    ...tables.map((table) => blocksWrites(table, 'it is read')),
  ];
}

/**
 * The columns that hold values of a domain or of a domain over it, as PostgreSQL goes through them: each table by itself, and none
 * that holds no rows of its own.
 */
function checkedColumns(domain: ObjectId, context: Context): readonly Fact[] {
  return context.dependentsBefore(domain).flatMap((user) => {
    const { id, kind, parent, definition } = user;
    if (kind === 'domain') return definition.base === nameOf(domain) ? checkedColumns(id, context) : [];
    if (kind !== 'column' || definition.type !== nameOf(domain) || context.isDropped(id)) return [];
    const isPartitioned = context.from.facts.get(parent!)?.definition.partitionKey !== undefined;
    return kindOf(parent!) === 'table' && !isPartitioned ? [user] : [];
  });
}

/** What values of a type are known to keep to before: the rules of a domain and of those it is over, but those NOT VALID. */
export function rulesBefore(type: string, context: Context): readonly string[] {
  return rulesOf(type, context.from, (id) =>
    context.dependentsBefore(id).filter(({ definition }) => !definition.notValid),
  );
}

/** What a value that is made of a type has to keep to: rules that are NOT VALID are among them. */
export function rulesAfter(type: string, context: Context): readonly string[] {
  return rulesOf(type, context.to, (id) => context.dependentsAfter(id));
}

/** The checks of a domain and of its base domains, over VALUE. */
function rulesOf(type: string, schema: Schema, dependentsOf: Context['dependentsAfter']): readonly string[] {
  const domain = schema.facts.get(objectId('domain', type));
  if (domain === undefined) return [];
  const own = dependentsOf(domain.id).filter(
    ({ kind, parent }) => kind === 'domain-constraint' && parent === domain.id,
  );
  return [
    ...own.map(({ definition }) => String(definition.definition)),
    ...(domain.definition.notNull ? [neverNull] : []),
    ...rulesOf(String(domain.definition.base), schema, dependentsOf),
  ];
}

/** The check that says the same as a domain's NOT NULL. */
export const neverNull = 'CHECK ((VALUE IS NOT NULL))';

/** The values that a domain's check refuses, in a column that is named `value`, as the check calls it. */
export function refusedValues(
  rule: string,
  columns: readonly ObjectId[],
  type: string,
  only: 'ONLY ' | '' = '',
): Question | undefined {
  const expression = readCheck(rule);
  if (expression === undefined) return undefined;
  const values = columns.map((id, i) => {
    const [table, column] = splitLast(nameOf(id));
    return `SELECT ${column}::${type}${i === 0 ? ' AS value' : ''} FROM ${only}${table}`;
  });
  return { from: { select: values.join(' UNION ALL ') }, alias: 'held', where: `NOT (${expression})` };
}

import { objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { lastPart, splitLast } from '../../../postgres/identifier.ts';
import { readFiring } from '../../../postgres/trigger.ts';
import { callsVolatile, isVolatileFunction } from '../../../postgres/volatility.ts';
import type { Context } from '../../kind.ts';
import { neverNull, rulesAfter } from './domain-hazards.ts';
import { breaksCode, hazard, readsBlocked, writesAnew } from './hazard.ts';

/** What dropping a column does to its values and to the code that uses it. */
export function hazardsOfDroppedColumn(column: Fact, { to }: Context): Hazard[] {
  const { id, name, definition } = column;
  const broken = breaksCode(name);
  if (isElsewhere(column)) return [broken];
  const [table, own] = splitLast(name);
  const after = to.facts.get(id);
  if (definition.generated !== undefined)
    return after === undefined || after.definition.generated !== undefined
      ? [broken]
      : [
          hazard(
            'destroys-data',
            `The values that ${name} computes are not in the column that takes its place.`,
            {
              from: { table },
              counted: own,
            },
          ),
        ];
  return [
    hazard('destroys-data', `The values of ${name} are lost.`, { from: { table }, counted: own }),
    broken,
    hazard('irreversible', `The values of ${name} cannot be brought back.`),
  ];
}

/** What ADD COLUMN does to the rows of its table: those that get no value may be refused, and all may have to be written. */
export function hazardsOfNewColumn(column: Fact, defaultOf: Fact | undefined, context: Context): Hazard[] {
  const { name, definition } = column;
  const { identity, generated } = definition;
  const [table, own] = splitLast(name);
  const rules = rulesAfter(String(definition.type), context);
  const usual = usualValue(column, defaultOf, context);
  const isNeeded = definition.notNull === true || rules.includes(neverNull);
  const isLacking = isNeeded && usual === undefined && identity === undefined && generated === undefined;
  // PostgreSQL takes what a domain's rules say of a value to be volatile.
  const isWritten =
    generated === 'STORED' || identity !== undefined || rules.length > 0 || isVolatile(usual, context);
  return [
    ...(isLacking
      ? [
          hazard('may-fail', `${table} may hold rows, and they would have no value for ${own}.`, {
            from: { table },
          }),
        ]
      : []),
    ...(isWritten && !isElsewhere(column) ? writesAnew(table, `Filling ${name}`) : []),
  ];
}

/** An expression, and the facts that it may be made of. */
type UsualValue = { readonly expression: string; readonly dependsOn: Fact['dependsOn'] };

/** The default of a column; its domain's where it has none; undefined where rows get null. */
export function usualValue(
  { definition }: Fact,
  defaultOf: Fact | undefined,
  { to }: Context,
): UsualValue | undefined {
  if (defaultOf !== undefined)
    return { expression: String(defaultOf.definition.expression), dependsOn: defaultOf.dependsOn };
  for (let type = definition.type; ; ) {
    const domain = to.facts.get(objectId('domain', String(type)));
    if (domain === undefined) return undefined;
    if (domain.definition.default !== undefined)
      return { expression: String(domain.definition.default), dependsOn: domain.dependsOn };
    type = domain.definition.base;
  }
}

function isVolatile(usual: UsualValue | undefined, { to }: Context): boolean {
  if (usual === undefined) return false;
  return callsVolatile(usual.expression) || usual.dependsOn.some((id) => isVolatileRoutine(to.facts.get(id)));
}

function isVolatileRoutine(fact: Fact | undefined): boolean {
  return fact?.kind === 'function' && isVolatileFunction(String(fact.definition.source));
}

/** What UPDATE does to a table where all rows get the value of a new column. */
export function hazardsOfUpdatedColumn(column: Fact, context: Context): Hazard[] {
  const [table] = splitLast(column.name);
  const triggers = [...context.childrenBefore(column.parent!), ...context.childrenAfter(column.parent!)]
    .filter(({ kind, definition }) => {
      const isEnabled = kind === 'trigger' && definition.firing !== 'DISABLE';
      return isEnabled && readFiring(String(definition.source))?.events.includes('UPDATE');
    })
    .map(({ name }) => lastPart(name));
  const names = [...new Set(triggers)].join(', ');
  return [
    ...(names === ''
      ? []
      : [
          hazard(
            'destroys-data',
            `Every row of ${table} is updated, and what its triggers do then happens to all of them: ${names}.`,
            { from: { table } },
          ),
        ]),
    hazard('rewrites', `Filling ${column.name} updates every row of ${table}.`),
    hazard('blocks-writes', `Rows of ${table} are locked until the plan is committed.`),
  ];
}

/** What SET EXPRESSION does to the table of a generated column. */
export function hazardsOfRecomputedColumn(column: Fact): Hazard[] {
  const { name, definition } = column;
  if (definition.generated !== 'STORED' || isElsewhere(column)) return [];
  return writesAnew(splitLast(name)[0], `A new expression for ${name}`);
}

/** What SET NOT NULL does to the table of a column. */
export function hazardsOfProof(column: Fact): Hazard[] {
  const [table, own] = splitLast(column.name);
  return isElsewhere(column) ? [] : readsBlocked(table, `${own} is never null`);
}

/** What is wrong with where a sequence begins that is told by the rows of a column. */
export function hazardsOfCounting(column: string, { from, to }: Context): Hazard[] {
  const [table] = splitLast(column);
  const isHidden = [from, to].some(({ facts }) => {
    const { rowSecurity, forceRowSecurity } = facts.get(objectId('table', table))?.definition ?? {};
    return rowSecurity === true && forceRowSecurity === true;
  });
  if (!isHidden) return [];
  return [
    hazard(
      'irreversible',
      `Where ${column} begins to count is read from the rows that the policies of ${table} show to its owner: values of others may be given out again.`,
    ),
  ];
}

/** Whether it is a column of a foreign table, whose rows are elsewhere and are not touched. */
export function isElsewhere({ parent }: Fact): boolean {
  return parent?.startsWith('foreign-table:') === true;
}

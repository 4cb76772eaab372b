import { notNullOf, withNotNull } from '../../../model/not-null.ts';
import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { lastPart, splitLast } from '../../../postgres/identifier.ts';
import { list } from '../../definition.ts';
import type { Context, Statements } from '../../kind.ts';
import { optionChanges, serverOptions } from '../../options.ts';
import { hazardsOfNewColumn, hazardsOfUpdatedColumn } from '../hazards/column-hazards.ts';
import { changeNotNull } from '../not-nulls/change-not-null.ts';
import { isDelayed } from '../not-nulls/late-not-null.ts';
import {
  addNotNull,
  hasNamedNotNulls,
  notNullName,
  notNullSql,
  withoutInheritedNotNull,
} from '../not-nulls/not-null.ts';
import { isNotNullLater, prepareBelow } from '../not-nulls/not-null-below.ts';
import { giveNotNull } from '../not-nulls/set-not-null.ts';
import { alterIdentity, identitySql, sequenceSettings } from '../sequences/identity.ts';
import { givesNotNull, inheritsNotNull, parentColumn } from '../trees/inherited-column.ts';
import { asInLender, createLenderWithFirst, type Lender, lenderOf } from '../trees/lent-column.ts';
import { comeFromAbove } from '../trees/own-column.ts';
import { handsValuesOver } from '../trees/own-copy.ts';
import { updatable } from '../trees/published.ts';
import { comesDown, followersAfter, isJoined, isNotValid, tiesAfter } from '../trees/tree.ts';
import { settingChanges } from './column-settings.ts';
import { setExpression } from './generated-column.ts';
import { isRowTypeInUse, withHoldersAsText } from './row-holders.ts';

/** A column as CREATE TABLE and ADD COLUMN write it. */
export function columnSql(
  fact: Fact,
  context: Context,
  defaultOf: Fact | undefined,
  isTyped = false,
): string {
  const { definition } = fact;
  const parts = [lastPart(fact.name)];
  if (isTyped) parts.push('WITH OPTIONS');
  else {
    parts.push(String(definition.type));
    const options = serverOptions(list(definition, 'serverOptions')).trim();
    if (options !== '') parts.push(options);
    if (definition.collation !== undefined) parts.push(`COLLATE ${definition.collation}`);
  }
  if (defaultOf !== undefined) parts.push(`DEFAULT ${defaultOf.definition.expression}`);
  // A child without a default would inherit its parent's.
  else if (definition.inherited && lacksParentsDefault(fact, context)) parts.push('DEFAULT NULL');
  if (definition.generated !== undefined) {
    parts.push(`GENERATED ALWAYS AS (${definition.expression}) ${definition.generated}`);
  }
  if (definition.identity !== undefined) parts.push(identitySql(definition));
  if (definition.notNull && !isNotValid(fact)) parts.push(notNullSql(fact, context));
  return parts.join(' ');
}

/** Settings of a new column that only ALTER TABLE can make. */
export function settingsOfOwn(fact: Fact, context: Context): Statements {
  const isLacking = isNotValid(fact) && !comesWithParents(fact, context) && !isDelayed(fact, context);
  return [
    ...settingChanges(fact.name, {}, fact.definition, context),
    ...sequenceSettings(fact, context),
    ...(isLacking ? [addNotNull(fact)] : []),
  ];
}

/** The same of a column that came with its parent's: with its table, or when the parent got it. */
export function settingsFromParent(fact: Fact, context: Context, defaultOf: Fact | undefined): Statements {
  const [table, column] = splitLast(fact.name);
  // A new child inherits storage and compression of its parent's column, and no other setting.
  const given = comesDown(fact, context) ? undefined : parentColumn(fact, context)?.definition;
  const stored = { storage: given?.storage, compression: given?.compression };
  const isBare = defaultOf === undefined && lacksParentsDefault(fact, context);
  const isNeeded = notNullOf(fact)?.origin === 'both' || !inheritsNotNull(fact, context);
  const alter = (clause: string) => `ALTER TABLE ${table} ALTER COLUMN ${column} ${clause}`;
  return [
    ...settingChanges(fact.name, stored, fact.definition, context),
    ...sequenceSettings(fact, context),
    ...(defaultOf === undefined ? [] : setDefault(defaultOf)),
    ...(isBare ? [`ALTER TABLE ONLY ${table} ALTER COLUMN ${column} DROP DEFAULT`] : []),
    ...(fact.definition.notNull && isNeeded ? [giveNotNull(fact, context)] : []),
    ...alterIdentity({}, fact.definition, fact.name, context, alter),
  ];
}

/** ADD COLUMN with what only ALTER can set, or the settings alone where the column comes with its parent's. */
export function addColumn(fact: Fact, context: Context, inlined: readonly Fact[]): Statements {
  const [table] = splitLast(fact.name);
  const defaultOf = inlined.find(({ kind }) => kind === 'default');
  if (comesDown(fact, context)) return inheritedSettings(fact, context, defaultOf);
  const lender = lenderOf(fact, context);
  if (lender !== undefined && handsValuesOver(fact, context))
    return [
      ...comeFromAbove(fact, lender, context),
      ...(defaultOf === undefined ? [] : setDefault(defaultOf, '')),
      ...settingsOfOwn(fact, context),
    ];
  if (defaultOf !== undefined && isRowTypeInUse(fact, context)) return fillColumn(fact, context, defaultOf);
  const isLater = isNotNullLater(fact, context);
  const optional = withNotNull(fact, undefined);
  const asAdded = joinsItsParents(fact, context) ? withoutInheritedNotNull(fact) : fact;
  const added = {
    sql: `ALTER TABLE ${lender?.table ?? table} ADD COLUMN ${columnSql(isLater || lender !== undefined ? optional : asAdded, context, defaultOf)}`,
    hazards: hazardsOfNewColumn(fact, defaultOf, context),
  };
  return [
    ...(lender === undefined ? [] : createLenderWithFirst(fact, lender, context)),
    ...(isFilled(fact) ? withHoldersAsText(fact.parent!, context, [added], 1) : [added]),
    ...(isLater && lender === undefined ? changeNotNull(optional, fact, context) : []),
    ...(lender === undefined ? [] : lentNotNull(fact, lender, context)),
    ...settingsOfOwn(fact, context),
    ...lateToastOptions(fact, context),
  ];
}

/** Whether the NOT NULL is created with a parent's or a lender's. A table is attached, or joins, with one of its own. */
function comesWithParents(fact: Fact, context: Context): boolean {
  if (notNullOf(fact)?.origin !== 'inherited') return false;
  if (lenderOf(fact, context) !== undefined) return true;
  const isNew = context.isCreated(fact.parent!);
  return tiesAfter(fact, context).some(
    ({ link }) => kindOf(link) === 'inheritance' && (isNew || !context.isCreated(link)),
  );
}

/** The NOT NULL of a lent column: a lender hands down what is inherited, by the name that it is to have in the child. */
function lentNotNull(fact: Fact, lender: Lender, context: Context): Statements {
  if (!fact.definition.notNull) return [];
  const isPrepared = hasNamedNotNulls(context.from) && givesNotNull(fact);
  const below = isPrepared ? prepareBelow(fact, notNullName(fact), false, context) : [];
  if (comesWithParents(fact, context)) return [...below, addNotNull(asInLender(lender, fact))];
  return isNotValid(fact) ? [] : [...below, giveNotNull(fact, context)];
}

/**
 * Whether ADD COLUMN gives the rows values, be they the null of a domain, which PostgreSQL refuses while columns elsewhere hold them. What
 * only comes from a default is filled by UPDATE then.
 */
export function isFilled({ definition, dependsOn }: Fact): boolean {
  const { generated, identity } = definition;
  return generated !== undefined || identity !== undefined || dependsOn.some((id) => kindOf(id) === 'domain');
}

function joinsItsParents(fact: Fact, context: Context): boolean {
  return tiesAfter(fact, context).some(({ above }) => isJoined(fact, above, context));
}

/** A table gets its TOAST table with the first column that needs one. Options for it that were set before had no effect. */
export function lateToastOptions({ parent }: Fact, { from, to }: Context): string[] {
  const [was, is] = [from.facts.get(parent as ObjectId), to.facts.get(parent as ObjectId)];
  if (was === undefined || is === undefined) return [];
  const [before, after] = [list(was.definition, 'toastOptions'), list(is.definition, 'toastOptions')];
  return optionChanges(before, after, 'toast.').map((clause) => `ALTER TABLE ${is.name} ${clause}`);
}

function fillColumn(fact: Fact, context: Context, { definition }: Fact): Statements {
  const [table] = splitLast(fact.name);
  const optional = withNotNull(fact, undefined);
  const below = columnsBelow(fact, context);
  const coming = below.filter((column) => comesDown(column, context));
  // One that a child had before keeps its values and its default.
  const isWhole = coming.length === below.length;
  const only = isWhole ? '' : 'ONLY ';
  return [
    `ALTER TABLE ${table} ADD COLUMN ${columnSql(optional, context, undefined)}`,
    ...(isWhole ? [fact] : [fact, ...coming]).flatMap((column) => {
      const [of, name] = splitLast(column.name);
      return [
        ...setDefault({ name: column.name, definition }, only),
        ...updatable(column.parent!, context, [
          {
            sql: `UPDATE ${only}${of} SET ${name} = DEFAULT`,
            hazards: hazardsOfUpdatedColumn(column, context),
          },
        ]),
      ];
    }),
    ...changeNotNull(optional, fact, context),
    ...settingsOfOwn(fact, context),
  ];
}

function columnsBelow(above: Fact, context: Context): readonly Fact[] {
  return followersAfter(above, context).flatMap((below) => [below, ...columnsBelow(below, context)]);
}

/** What is to be altered of a column that came with its parent's column and default. */
function inheritedSettings(fact: Fact, context: Context, defaultOf: Fact | undefined): Statements {
  const parent = parentColumn(fact, context);
  const came = parent && context.to.facts.get(objectId('default', parent.name))?.definition.expression;
  const isSame = came === defaultOf?.definition.expression;
  const { generated, expression } = fact.definition;
  return [
    ...(generated === undefined || expression === parent?.definition.expression
      ? []
      : [setExpression(fact, 'ONLY ')]),
    ...settingsFromParent(fact, context, isSame ? undefined : defaultOf),
  ];
}

function lacksParentsDefault(fact: Fact, context: Context): boolean {
  const hasDefault = (column: ObjectId) => context.to.facts.has(objectId('default', nameOf(column)));
  return !hasDefault(fact.id) && tiesAfter(fact, context).some(({ above }) => hasDefault(above));
}

/** Sets the default with ONLY, or down the tree where the children get the column and its default with it. */
export function setDefault(
  { name, definition }: Pick<Fact, 'name' | 'definition'>,
  only: 'ONLY ' | '' = 'ONLY ',
): string[] {
  const [table, column] = splitLast(name);
  return [`ALTER TABLE ${only}${table} ALTER COLUMN ${column} SET DEFAULT ${definition.expression}`];
}

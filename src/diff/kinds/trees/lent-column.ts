import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, lastPart, splitLast } from '../../../postgres/identifier.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { isRetyped } from '../columns/column-type.ts';
import { isNameTaken } from '../shared/taken-name.ts';
import { givesNotNull } from './inherited-column.ts';
import { isTakenOver, restatesNotNull } from './own-copy.ts';
import { comesDown, isOnlyInherited, isUnchecked, type Tie, tiesAfter, tiesBefore } from './tree.ts';

/**
 * Whether a table that becomes a child lacks this column of its parent. PostgreSQL wants it there before, and a column that was
 * added to the child itself would stay its own; so another parent lends it, which goes when the real one has come.
 */
export function isLent(fact: Fact, context: Context): boolean {
  if (fact.definition.notNullNotValid || !isOnlyInherited(fact) || comesDown(fact, context)) return false;
  if (!context.isCreated(fact.id) || !context.from.facts.has(fact.parent!) || context.isCreated(fact.parent!))
    return false;
  const ties = tiesAfter(fact, context);
  const isJoining = ({ link }: Tie) => kindOf(link) === 'inheritance' && context.isCreated(link);
  return ties.length > 0 && ties.every(isJoining) && columnsOf(fact).every((id) => canLie(id, context));
}

/** Whether a column that another one is made of can lie with the lender: it is lent, or is there and stays as it is. */
function canLie(id: ObjectId, context: Context): boolean {
  const column = context.to.facts.get(id)!;
  return isLent(column, context) || !(context.isCreated(id) || context.isAltered(id));
}

/** The columns of its own table that a check or a generated column is made of. */
function columnsOf({ kind, parent, definition, dependsOn }: Fact): readonly ObjectId[] {
  if (kind === 'column' && definition.generated === undefined) return [];
  const table = nameOf(parent as ObjectId);
  return dependsOn.filter((id) => kindOf(id) === 'column' && splitLast(nameOf(id))[0] === table);
}

/** What lends a table, on its way below another one, what it lacks or had from there before it left it for a while. */
export interface Lender {
  readonly table: string;
  /** The columns and checks that it has from the beginning, as the table has them. */
  readonly kept: readonly Fact[];
  /** The columns that are added to it, and so to the table. */
  readonly columns: readonly Fact[];
}

/** Undefined where a table that joins lacks nothing. */
export function lenderFor(link: Fact, context: Context): Lender | undefined {
  const columns = context
    .childrenAfter(link.parent as ObjectId)
    .filter((part) => part.kind === 'column' && isLent(part, context))
    .filter((part) => tiesAfter(part, context)[0]?.link === link.id);
  const used = columns.flatMap(columnsOf);
  const kept = [...keptFrom(link, context), ...used.flatMap((id) => thereBefore(id, context))];
  if (columns.length === 0 && kept.length === 0 && !isLentNotNull(link, context)) return undefined;
  return { table: lenderName(link, context), kept: [...new Set(kept)], columns };
}

function thereBefore(id: ObjectId, context: Context): readonly Fact[] {
  const column = context.isCreated(id) ? undefined : context.from.facts.get(id);
  return column === undefined ? [] : [column];
}

/** What the table that lends is called while it is there; a child can have one for each of its parents. */
function lenderName({ definition, position = 1 }: Fact, context: Context): string {
  const child = String(definition.child);
  const [schema] = splitLast(child);
  const isTaken = (name: string) => isNameTaken(`${schema}.${name}`, context);
  const label = `lent${position > 1 ? position : ''}`;
  return `${schema}.${freeName(bareName(child), '', label, isTaken)}`;
}

/** Whether a child's own column has its NOT NULL from this parent alone, after it has been left alone. */
function isLentNotNull(link: Fact, context: Context): boolean {
  if (!isLeftForAWhile(link, context)) return false;
  return context
    .childrenAfter(link.parent as ObjectId)
    .some(
      (part) =>
        part.kind === 'column' &&
        isTakenOver(part.id, context) &&
        restatesNotNull(part.id, context) &&
        giverOf(part, context)?.link === link.id,
    );
}

function giverOf(column: Fact, context: Context): Tie | undefined {
  return tiesAfter(column, context).find(({ above }) => givesNotNull(context.to.facts.get(above)));
}

/** What lends this column, or its NOT NULL. */
export function lenderOf(fact: Fact, context: Context): Lender | undefined {
  const tie = restatesNotNull(fact.id, context) ? giverOf(fact, context) : tiesAfter(fact, context)[0];
  if (tie === undefined || !(isLent(fact, context) || restatesNotNull(fact.id, context))) return undefined;
  return lenderFor(context.to.facts.get(tie.link)!, context);
}

/** The first column that a table is lent comes with the table that lends it, if that is not there yet. */
export function firstLent(fact: Fact, context: Context): readonly ObjectId[] {
  const first = lenderOf(fact, context)?.columns[0]?.id;
  return first === undefined || first === fact.id ? [] : [first];
}

/** Makes the table that lends: when a parent is left for a while, or with the first column that it lends. */
export function createLender(link: Fact, context: Context): string[] {
  const lender = lenderFor(link, context);
  if (lender === undefined) return [];
  const elements = lender.kept.map((part) =>
    part.kind === 'column' ? lentColumnSql(part, link, context) : lentCheckSql(part),
  );
  const body = elements.length === 0 ? '()' : `(\n  ${elements.join(',\n  ')}\n)`;
  return [
    `CREATE TABLE ${lender.table} ${body}`,
    `ALTER TABLE ${link.definition.child} INHERIT ${lender.table}`,
  ];
}

/** The same for the first of the columns that come while no parent is left. */
export function createLenderWithFirst(column: Fact, lender: Lender, context: Context): string[] {
  const link = context.to.facts.get(tiesAfter(column, context)[0]!.link)!;
  const isFirst = lender.columns[0]?.id === column.id && !isLeftForAWhile(link, context);
  return isFirst ? createLender(link, context) : [];
}

/** Whether a child leaves a parent and comes back, and both tables stay. */
function isLeftForAWhile(link: Fact, context: Context): boolean {
  return context.isReplaced(link.id) && link.dependsOn.every((id) => !context.isCreated(id));
}

/** Whether something else stands in for a parent that the part's table has left for a while. */
export function isKeptByLender(part: Fact, link: ObjectId, context: Context): boolean {
  const fact = context.to.facts.get(link);
  if (fact?.kind !== 'inheritance') return false;
  return keptFrom(fact, context).some(({ id }) => id === part.id);
}

function needsLender(part: Fact, link: Fact, context: Context): boolean {
  const isTied = tiesBefore(part, context).some((tie) => tie.link === link.id);
  return isTied && (isOnlyInherited(part) || restatesNotNull(part.id, context));
}

/**
 * The columns and checks of a child that another parent can lend it while it is away, as they are before: those that stay what
 * they are, and what these are about.
 */
function keptFrom(link: Fact, context: Context): readonly Fact[] {
  if (!isLeftForAWhile(link, context)) return [];
  const parts = context
    .childrenAfter(link.parent as ObjectId)
    .flatMap(({ id }) => context.from.facts.get(id) ?? [])
    .filter((part) => isLendable(part, link, context));
  const columns = new Set(parts.filter(({ kind }) => kind === 'column').map(({ id }) => id));
  const isWhole = (part: Fact) => columnsOf(part).every((id) => columns.has(id));
  const whole = parts.filter(isWhole);
  const needed = whole.filter((part) => needsLender(part, link, context));
  const used = new Set(needed.flatMap((part) => [part.id, ...columnsOf(part)]));
  return whole.filter(({ id }) => used.has(id));
}

function isLendable(part: Fact, link: Fact, context: Context): boolean {
  const { id, kind, definition } = part;
  if (context.isDropped(id)) return false;
  if (kind === 'column') return !isTakenOver(id, context) && !isReshaped(id, context);
  const above = tiesBefore(part, context).find((tie) => tie.link === link.id)?.above;
  return (
    definition.type === 'check' && !isUnchecked(part) && above !== undefined && !context.isDropped(above)
  );
}

/** Whether a column becomes another one, which a parent that lends it would forbid. */
function isReshaped(id: ObjectId, context: Context): boolean {
  const [was, is] = [context.from.facts.get(id), context.to.facts.get(id)];
  if (was === undefined || is === undefined || !context.isAltered(id)) return false;
  const shape = ['generated', 'expression', 'notNull', 'notNullNotValid', 'notNullNoInherit'];
  return isRetyped(was, is, context) || shape.some((name) => hasChanged(was, is, name));
}

function lentColumnSql(column: Fact, link: Fact, context: Context): string {
  const { type, collation, generated, expression } = column.definition;
  const parts = [lastPart(column.name), type];
  if (collation !== undefined) parts.push(`COLLATE ${collation}`);
  if (generated !== undefined) parts.push(`GENERATED ALWAYS AS (${expression}) ${generated}`);
  if (keepsNotNull(column, link, context)) parts.push('NOT NULL');
  return parts.join(' ');
}

/** Whether a column has its NOT NULL from the parent that is left, and is to have it from there again. */
function keepsNotNull(column: Fact, { definition: { of } }: Fact, context: Context): boolean {
  const above = context.from.facts.get(objectId('column', `${of}.${lastPart(column.name)}`));
  const { notNull, notNullNotValid } = column.definition;
  return notNull === true && !notNullNotValid && givesNotNull(above) && !restatesNotNull(column.id, context);
}

function lentCheckSql({ name, definition }: Fact): string {
  return `CONSTRAINT ${lastPart(name)} ${definition.definition}`;
}

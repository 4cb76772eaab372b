import { notNullOf, withNotNull } from '../../../model/not-null.ts';
import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, lastPart, splitLast } from '../../../postgres/identifier.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { isRetyped, typeSql } from '../columns/column-type.ts';
import { addNotNull, notNullName } from '../not-nulls/not-null.ts';
import { isNameTaken } from '../shared/taken-name.ts';
import { givesNotNull } from './inherited-column.ts';
import { isTakenOver, restatesNotNull } from './own-copy.ts';
import {
  comesDown,
  isNotValid,
  isOnlyInherited,
  isUnchecked,
  type Tie,
  tiesAfter,
  tiesBefore,
} from './tree.ts';

/**
 * Whether a table that joins a parent lacks this column, which it is to inherit only. INHERIT needs the column to be there, and
 * ADD COLUMN would make it local. So the table gets it from a temporary parent, the lender, which is dropped when the table has
 * joined.
 */
export function isLent(fact: Fact, context: Context): boolean {
  if (!isOnlyInherited(fact) || comesDown(fact, context)) return false;
  if (!context.isCreated(fact.id) || !context.from.facts.has(fact.parent!) || context.isCreated(fact.parent!))
    return false;
  const ties = tiesAfter(fact, context);
  const isJoining = ({ link }: Tie) => kindOf(link) === 'inheritance' && context.isCreated(link);
  return ties.length > 0 && ties.every(isJoining) && columnsOf(fact).every((id) => canLie(id, context));
}

/** Whether a column that a generated one uses can be in the lender too: it is lent itself, or exists and stays as it is. */
function canLie(id: ObjectId, context: Context): boolean {
  const column = context.to.facts.get(id)!;
  return isLent(column, context) || !(context.isCreated(id) || context.isAltered(id));
}

/** The columns of its own table that a check or a generated column uses. */
function columnsOf({ kind, parent, definition, dependsOn }: Fact): readonly ObjectId[] {
  if (kind === 'column' && definition.generated === undefined) return [];
  const table = nameOf(parent as ObjectId);
  return dependsOn.filter((id) => kindOf(id) === 'column' && splitLast(nameOf(id))[0] === table);
}

/**
 * A temporary parent that gives a table inherited columns that it lacks, or keeps its inherited columns and checks while it is
 * detached from the real parent.
 */
export interface Lender {
  readonly table: string;
  /** The columns and checks that it is created with, which the table has already. */
  readonly kept: readonly Fact[];
  /** The columns that are added to it later, and so come down to the table. */
  readonly columns: readonly Fact[];
}

/** The lender that joining a parent needs; undefined where it needs none. */
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

/** The lender's name. A child can have a lender for each of its parents, whose order may change. */
function lenderName({ id, definition }: Fact, context: Context): string {
  const child = String(definition.child);
  const { position = 1 } = context.to.facts.get(id) ?? {};
  const [schema] = splitLast(child);
  const isTaken = (name: string) => isNameTaken(`${schema}.${name}`, context);
  const label = `lent${position > 1 ? position : ''}`;
  return `${schema}.${freeName(bareName(child), label, isTaken)}`;
}

/** Whether a column that becomes local gets its NOT NULL from this parent alone: a lender has to hand it down again. */
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

/** The lender of this column, or of its NOT NULL. */
export function lenderOf(fact: Fact, context: Context): Lender | undefined {
  const tie = restatesNotNull(fact.id, context) ? giverOf(fact, context) : tiesAfter(fact, context)[0];
  if (tie === undefined || !(isLent(fact, context) || restatesNotNull(fact.id, context))) return undefined;
  return lenderFor(context.to.facts.get(tie.link)!, context);
}

/** The first lent column, which other lent columns wait for: the lender is created with it. */
export function firstLent(fact: Fact, context: Context): readonly ObjectId[] {
  const first = lenderOf(fact, context)?.columns[0]?.id;
  return first === undefined || first === fact.id ? [] : [first];
}

/** Creates the lender: when the child is detached, or with the first column that is lent. */
export function createLender(link: Fact, context: Context): string[] {
  const lender = lenderFor(link, context);
  if (lender === undefined) return [];
  const written = lender.kept.filter((part) => part.kind === 'column' || !isLentNotValid(part, context));
  const elements = written.map((part) =>
    part.kind === 'column' ? lentColumnSql(part, link, context) : lentCheckSql(part),
  );
  const body = elements.length === 0 ? '()' : `(\n  ${elements.join(',\n  ')}\n)`;
  return [
    `CREATE TABLE ${lender.table} ${body}`,
    ...lender.kept.flatMap((part) => lentNotValid(part, lender, link, context)),
    `ALTER TABLE ${link.definition.child} INHERIT ${lender.table}`,
  ];
}

/** What CREATE TABLE would make valid. */
function lentNotValid(part: Fact, lender: Lender, link: Fact, context: Context): readonly string[] {
  if (!isLentNotValid(part, context)) return [];
  if (part.kind !== 'column') return [`ALTER TABLE ${lender.table} ADD ${lentCheckSql(part)} NOT VALID`];
  if (!keepsNotNull(part, link, context)) return [];
  return [addNotNull(asInLender(lender, withNotNull(part, { ...notNullOf(part)!, isNotValid: true })))];
}

/**
 * Whether a part is NOT VALID in the lender, which may be so above a valid one but not the other way round: it is so in the child,
 * or above, from where it may have come so.
 */
function isLentNotValid(part: Fact, context: Context): boolean {
  if (isNotValid(part)) return true;
  return tiesBefore(part, context).some((tie) => isLentNotValid(context.from.facts.get(tie.above)!, context));
}

/** The column as it is in the lender. */
export function asInLender({ table }: Lender, column: Fact): Fact {
  const named = withNotNull(column, { ...notNullOf(column)!, name: notNullName(column) });
  return { ...named, name: `${table}.${lastPart(column.name)}` };
}

/** Creates the lender with its first column, where the child is not detached meanwhile. */
export function createLenderWithFirst(column: Fact, lender: Lender, context: Context): string[] {
  const link = context.to.facts.get(tiesAfter(column, context)[0]!.link)!;
  const isFirst = lender.columns[0]?.id === column.id && !isLeftForAWhile(link, context);
  return isFirst ? createLender(link, context) : [];
}

/** Whether a child is detached from a parent and attached again, while both tables stay. */
function isLeftForAWhile(link: Fact, context: Context): boolean {
  return context.isReplaced(link.id) && link.dependsOn.every((id) => !context.isCreated(id));
}

/** Whether a lender keeps the part inherited while its table is detached from the parent. */
export function isKeptByLender(part: Fact, link: ObjectId, context: Context): boolean {
  const fact = context.to.facts.get(link);
  if (fact?.kind !== 'inheritance') return false;
  return keptFrom(fact, context).some(({ id }) => id === part.id);
}

function needsLender(part: Fact, link: Fact, context: Context): boolean {
  const isTied = tiesBefore(part, context).some((tie) => tie.link === link.id);
  const isInherited = isOnlyInherited(part) || notNullOf(part)?.origin === 'inherited';
  return isTied && (isInherited || restatesNotNull(part.id, context));
}

/**
 * The columns and checks of a child, as they are before, that a lender keeps while the child is detached: those that stay
 * inherited, and the columns that they use.
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
  if (definition.type !== 'check' || above === undefined || context.isDropped(above)) return false;
  // What is validated above meanwhile could not be met by one that is NOT VALID.
  return !isUnchecked(part) || !context.isAltered(above);
}

/** Whether a column changes in a way that a parent with the same column would forbid. */
function isReshaped(id: ObjectId, context: Context): boolean {
  const [was, is] = [context.from.facts.get(id), context.to.facts.get(id)];
  if (was === undefined || is === undefined || !context.isAltered(id)) return false;
  const [had, has] = [notNullOf(was), notNullOf(is)];
  return (
    isRetyped(was, is, context) ||
    ['generated', 'expression'].some((name) => hasChanged(was, is, name)) ||
    had?.isNotValid !== has?.isNotValid ||
    had?.isNoInherit !== has?.isNoInherit
  );
}

function lentColumnSql(column: Fact, link: Fact, context: Context): string {
  const { generated, expression } = column.definition;
  const parts = [lastPart(column.name), typeSql(column)];
  if (generated !== undefined) parts.push(`GENERATED ALWAYS AS (${expression}) ${generated}`);
  if (keepsNotNull(column, link, context) && !isLentNotValid(column, context)) parts.push('NOT NULL');
  return parts.join(' ');
}

/** Whether a column's NOT NULL is inherited from the parent that it is detached from, and will be again. */
function keepsNotNull(column: Fact, { definition: { of } }: Fact, context: Context): boolean {
  const above = objectId('column', `${of}.${lastPart(column.name)}`);
  return (
    column.definition.notNull === true &&
    [context.from, context.to].every(({ facts }) => givesNotNull(facts.get(above))) &&
    !restatesNotNull(column.id, context)
  );
}

function lentCheckSql({ name, definition }: Fact): string {
  return `CONSTRAINT ${lastPart(name)} ${definition.definition}`;
}

import { objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import type { Fact } from '../../../model/schema.ts';
import { readCheck } from '../../../postgres/check.ts';
import { isEnforced } from '../../../postgres/enforced.ts';
import { readForeignKey } from '../../../postgres/foreign-key.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { readKey } from '../../../postgres/key.ts';
import type { Context } from '../../kind.ts';
import { getsValuesBack } from '../tables/kept-rows.ts';
import { usualValue } from './column-hazards.ts';
import { blocksAll, blocksWrites, hazard } from './hazard.ts';
import { duplicatesIn, orphansIn, ownRows } from './questions.ts';
import { type UniqueKey, uniqueKeyOf } from './unique-key.ts';
import { valuesAfter } from './values-after.ts';

/** What adding a constraint locks and reads, and which rows it refuses. */
export function hazardsOfNewConstraint(fact: Fact, context: Context): Hazard[] {
  if (isUncheckedAtFirst(fact)) return [];
  const [table, name] = splitLast(fact.name);
  const scan = hazard('scans', `All rows of ${table} are read to see that they keep to ${name}.`);
  switch (fact.definition.type) {
    case 'foreign':
      return [
        hazard(
          'blocks-writes',
          `SHARE ROW EXCLUSIVE lock on ${table} and the table it refers to: nobody writes either while rows are checked.`,
        ),
        scan,
        ...refusalOfForeignKey(fact, context),
      ];
    case 'check':
      return [
        blocksAll(table, 'rows are checked'),
        scan,
        refusal(table, name, refusedRows(fact, table, context)),
      ];
    default:
      return [blocksAll(table, 'its index is built'), ...refusalOfKey(fact, context)];
  }
}

/** Whether it is added NOT VALID or NOT ENFORCED: no row is looked at. */
export function isUncheckedAtFirst({ definition }: Fact): boolean {
  return definition.notValid === true || !isEnforced(definition.definition);
}

/** What validating a constraint reads, and which rows stop it. */
export function hazardsOfValidation(fact: Fact, context: Context): Hazard[] {
  const [table, own] = splitLast(fact.name);
  const refusals =
    fact.definition.type === 'foreign'
      ? refusalOfForeignKey(fact, context)
      : [refusal(table, own, refusedRows(fact, table, context))];
  return [...refusals, hazard('scans', `All rows of ${table} are read to validate ${own}.`)];
}

/** What building an index blocks, and which duplicates a unique one refuses. */
export function hazardsOfNewIndex(index: Fact, context: Context): Hazard[] {
  const { name, definition } = index;
  if (definition.onOnly) return [];
  const table = String(definition.on);
  const blocked = blocksWrites(table, `${name} is built`);
  if (!definition.unique) return [blocked];
  const key = uniqueKeyOf(index);
  if (key === undefined) return [blocked, refusal(table, name)];
  if (!key.hasEqualNulls && hasEmptyColumn(table, key.columns, context)) return [blocked];
  return [blocked, refusal(table, name, duplicates(table, key, context))];
}

function refusalOfForeignKey({ name, definition }: Fact, context: Context): Hazard[] {
  const [table, own] = splitLast(name);
  const key = readForeignKey(String(definition.definition));
  if (key === undefined) return [refusal(table, own)];
  const empty = emptyColumns(table, key.columns, context);
  const isFree = key.isFull ? empty.length === key.columns.length : empty.length > 0;
  return isFree ? [] : [refusal(table, own, orphansIn(table, key, empty, context))];
}

function refusalOfKey(fact: Fact, context: Context): Hazard[] {
  const [table, own] = splitLast(fact.name);
  const key = readKey(String(fact.definition.definition));
  const isFree = key !== undefined && !key.isPrimary && !key.hasEqualNulls;
  if (isFree && hasEmptyColumn(table, key.columns, context)) return [];
  const compared = uniqueKeyOf(fact);
  return [refusal(table, own, compared && duplicates(table, compared, context))];
}

/** Whether a column of a key holds nothing yet: a null breaks none, unless nulls are equal. */
function hasEmptyColumn(table: string, columns: readonly string[], context: Context): boolean {
  return emptyColumns(table, columns, context).length > 0;
}

/** The columns of a key that are made by the plan and hold nothing yet. */
function emptyColumns(table: string, columns: readonly string[], context: Context): readonly string[] {
  const { facts } = context.to;
  return columns.filter((own) => {
    const name = `${table}.${own}`;
    const column = facts.get(objectId('column', name));
    if (column === undefined || !context.isCreated(column.id) || getsValuesBack(column.id, context))
      return false;
    const { identity, generated } = column.definition;
    const usual = usualValue(column, facts.get(objectId('default', name)), context);
    return usual === undefined && identity === undefined && generated === undefined;
  });
}

function refusal(table: string, name: string, question?: Question): Hazard {
  return hazard('may-fail', `Rows of ${table} may violate ${name}.`, question);
}

function refusedRows({ definition }: Fact, table: string, context: Context): Question | undefined {
  const text = String(definition.definition);
  const expression = readCheck(text);
  if (expression === undefined) return undefined;
  const from = text.endsWith(' NO INHERIT') ? ownRows(table, context) : { table };
  return { from, where: `NOT (${expression})` };
}

/** The rows whose values are equal as the plan makes them. */
function duplicates(table: string, key: UniqueKey, context: Context): Question {
  const values = key.columns.map((column) => valuesAfter(`${table}.${column}`, context));
  return duplicatesIn(
    table,
    key,
    values.map(({ expression }) => expression),
    context,
    values.flatMap(({ where }) => where ?? []),
  );
}

import { changeFirst, type Hint, joinHints } from '../../model/hint.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { bareName, lastPart, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { indexLines, locate } from '../../sql/locate.ts';
import type { Disagreement } from '../disagreement.ts';
import { type AlikeColumn, alikeColumns, alikeTables } from './alike.ts';
import { foreignKeyIn, indexKeyOf } from './keys.ts';
import { enumLines, enumValueLine, fieldLine, keyLine, modelLines } from './lines.ts';
import { shapeBehind } from './names.ts';
import type { PrismaField, PrismaOutline, PrismaShape, PrismaSpot } from './outline.ts';
import { quoted } from './quoted.ts';
import { implicitLines, type ModelLine, relationAttribute, relationLines } from './relation-lines.ts';
import { endsTo, otherEnd, type RelationEnd, writtenName } from './relations.ts';
import { attributeFor, relationOf, subjectOf } from './side.ts';

/** How to bring the schema to the history: a sentence that names the place, with the lines below it. */
export function prismaMend(
  outline: PrismaOutline,
  history: Schema,
  disagreement: Disagreement,
): Hint | undefined {
  const { kind, what, history: had, declared } = disagreement;
  const { shape, field } = subjectOf(outline, disagreement);
  const other = alikeTables(outline, history).find(({ shape: { sqlName }, table }) =>
    what === 'table'
      ? sqlName === declared?.name || table.id === had?.id
      : kind === 'different' && had !== undefined && foreignKeyIn(had)?.target === table.name,
  );
  if (other !== undefined) return mapTable(other.shape, other.table);
  const alike = shape && alikeBehind(history, shape, disagreement);
  if (alike !== undefined)
    return [
      `write ${placeWords(alike.field.spot)} as`,
      { code: `  ${fieldLine(outline, history, alike.column, alike.field)}` },
    ];
  if (kind === 'missing') {
    const ends = shape === undefined ? relationOf(outline, disagreement) : [];
    return ends.length > 0 ? takeOutRelation(ends) : takeOut(outline, shape, field, disagreement);
  }
  if (had === undefined) return undefined;
  if (what === 'table') return declareTable(outline, history, had, shape);
  if (what === 'enum')
    return shape === undefined
      ? ['declare the enum:', { code: enumLines(outline, history, had) }]
      : mendEnum(shape, had);
  if (shape === undefined || shape.kind === 'view') return undefined;
  if (what === 'column') {
    const line = fieldLine(outline, history, had, field);
    return field === undefined
      ? all(
          [`add to model ${shape.name}:`, { code: `  ${line}` }],
          ...carriedLines(outline, history, shape, disagreement),
        )
      : [`write ${placeWords(field.spot)} as`, { code: `  ${line}` }];
  }
  const at = attributeFor(shape, declared);
  if (foreignKeyIn(had) !== undefined && (at === undefined || !('attributes' in at)))
    return addLines(outline, history, relationLines(outline, history, had));
  return mendKey(outline, history, shape, disagreement, had);
}

/** The keys of a column that only the history knows. */
function carriedLines(
  outline: PrismaOutline,
  history: Schema,
  shape: PrismaShape,
  { carries = [] }: Disagreement,
): readonly Hint[] {
  return carries.flatMap((name) => {
    const key = history.facts.get(`constraint:${name}`) ?? history.facts.get(`index:${name}`);
    if (key === undefined) return [];
    const mend =
      foreignKeyIn(key) === undefined
        ? [`add to model ${shape.name}:`, { code: `  ${keyLine(outline, history, key)}` }]
        : addLines(outline, history, relationLines(outline, history, key));
    return mend === undefined ? [] : [mend];
  });
}

function mapTable(shape: PrismaShape, table: Fact): Hint {
  const name = bareName(table.name);
  const map = shape.blockAttributes.find(({ text }) => text.startsWith('@@map'));
  if (map === undefined) return [`add to model ${shape.name}:`, { code: `  @@map(${quoted(name)})` }];
  return name === shape.name
    ? `take \`${map.text}\` out of ${placeWords(map.spot)}.`
    : [`write ${placeWords(map.spot)} as`, { code: `  @@map(${quoted(name)})` }];
}

/** A field that only names another column than the history, where that is all that it takes: for a key of it too. */
function alikeBehind(
  history: Schema,
  shape: PrismaShape,
  { kind, what, history: had, declared, aspects }: Disagreement,
): AlikeColumn | undefined {
  const isOnlyColumns = kind === 'different' && aspects.join() === 'columns';
  if (kind === 'renamed' || (kind === 'different' && !isOnlyColumns)) return undefined;
  const pairs = alikeColumns(shape, shape.sqlName, history);
  if (what === 'column')
    return pairs.find(({ field, column }) =>
      had === undefined
        ? quoteIdentifier(field.column) === lastPart(declared?.name ?? '')
        : column.id === had.id,
    );
  if (declared === undefined) return undefined;
  const columns =
    foreignKeyIn(declared)?.columns ??
    indexKeyOf(declared)?.elements.map(({ column }) => splitIdentifier(column)[0]) ??
    [];
  return pairs.find(({ field }) => columns.includes(field.column));
}

/** One mend after the other: all of them have to be made. */
function all(...mends: readonly (Hint | undefined)[]): Hint {
  const [first, ...rest] = mends.filter((mend) => mend !== undefined);
  return joinHints(first, ...rest.map((mend) => changeFirst(mend, (words) => `and ${words}`)));
}

function declareTable(
  outline: PrismaOutline,
  history: Schema,
  had: Fact,
  shape: PrismaShape | undefined,
): Hint | undefined {
  if (had.kind !== 'table')
    return shape && `declare \`view ${shape.name}\` in place of \`model ${shape.name}\`.`;
  const implicit = implicitLines(outline, history, had);
  if (implicit.length > 0) return addLines(outline, history, implicit);
  const keys = [...history.facts.values()].filter(({ parent }) => parent === had.id);
  const others = keys
    .flatMap((key) => relationLines(outline, history, key))
    .filter(({ table }) => table !== had.name);
  const more = addLines(outline, history, others);
  return all(['declare the table:', { code: modelLines(outline, history, had) }], more);
}

/** What is to be added to models that the schema has; one that it lacks is offered whole, with all its relations. */
function addLines(outline: PrismaOutline, history: Schema, lines: readonly ModelLine[]): Hint | undefined {
  const known = lines.filter(({ table }) => shapeBehind(outline, history, table) !== undefined);
  const said = known.map(({ model, line }) => [`add to model ${model}:`, { code: `  ${line}` }]);
  return said.length === 0 ? undefined : all(...said);
}

function mendEnum(shape: PrismaShape, { definition }: Fact): Hint {
  const labels = definition.labels as readonly string[];
  const values = shape.fields.map(({ column }) => column);
  const missing = labels.filter((label) => !values.includes(label));
  const extra = values.filter((value) => !labels.includes(value));
  const lines = missing.map((label) => `  ${enumValueLine(label)}`);
  return all(
    missing.length === 0 ? undefined : [`add to enum ${shape.name}:`, { code: lines.join('\n') }],
    extra.length === 0 ? undefined : `take ${extra.join(', ')} out of enum ${shape.name}.`,
  );
}

function mendKey(
  outline: PrismaOutline,
  history: Schema,
  shape: PrismaShape,
  { kind, isMinor, declared }: Disagreement,
  had: Fact,
): Hint | undefined {
  const at = attributeFor(shape, declared);
  const where = at === undefined ? `model ${shape.name}` : placeWords(at.spot);
  if (kind === 'renamed') return `add map: ${quoted(bareName(had.name))} to its attribute in ${where}.`;
  if (isMinor && kind === 'different')
    return `take its attribute out of ${where}; the history keeps its own.`;
  const foreign = foreignKeyIn(had);
  if (foreign !== undefined) {
    const end = at !== undefined && 'attributes' in at ? { shape, field: at } : undefined;
    const target = shapeBehind(outline, history, foreign.target);
    if (end !== undefined && end.field.type !== target?.name) {
      const lines = addLines(outline, history, relationLines(outline, history, had));
      return all(takeOutRelation(bothEnds(outline, end)), lines);
    }
    const label = end && writtenName(end.field);
    return [
      `let the relation in ${where} say`,
      { code: `  ${relationAttribute(outline, history, had, foreign, label)}` },
    ];
  }
  return kind === 'extra'
    ? [`add to ${where}:`, { code: `  ${keyLine(outline, history, had)}` }]
    : [`write it in ${where} as`, { code: `  ${keyLine(outline, history, had)}` }];
}

function takeOut(
  outline: PrismaOutline,
  shape: PrismaShape | undefined,
  field: PrismaField | undefined,
  { what, declared }: Disagreement,
): Hint | undefined {
  if (shape === undefined) return undefined;
  if (field !== undefined)
    return `take \`${field.name}\` out of model ${shape.name} (${placeWords(field.spot)}).`;
  if (what === 'constraint' || what === 'index') {
    const at = attributeFor(shape, declared);
    if (at === undefined) return undefined;
    if (declared === undefined || foreignKeyIn(declared) === undefined || !('attributes' in at))
      return `take its attribute out of ${placeWords(at.spot)}.`;
    return takeOutRelation(bothEnds(outline, { shape, field: at }));
  }
  const pointing = endsTo(outline, shape).filter((end) => end.shape !== shape);
  const more = pointing.length === 0 ? '' : `, and what points to it: ${endWords(pointing)}`;
  return `take ${shape.kind} ${shape.name} out (${placeWords(shape.spot)})${more}.`;
}

function bothEnds(outline: PrismaOutline, end: RelationEnd): readonly RelationEnd[] {
  const other = otherEnd(outline, end);
  return other === undefined ? [end] : [end, other];
}

function takeOutRelation(ends: readonly RelationEnd[]): string {
  return `take the relation out: ${endWords(ends)}.`;
}

function endWords(ends: readonly RelationEnd[]): string {
  const fields = ends.map(({ shape, field }) => `${shape.name}.${field.name} (${placeWords(field.spot)})`);
  return list(fields);
}

function placeWords({ file, start }: PrismaSpot): string {
  return `${file.name}:${locate(indexLines(file.text), start).line}`;
}

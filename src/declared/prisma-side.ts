import type { Fact, Schema } from '../model/schema.ts';
import { splitIdentifier } from '../postgres/identifier.ts';
import { indexLines, locate } from '../sql/locate.ts';
import type { Disagreement } from './disagreement.ts';
import { parenthesised, splitList } from './prisma-keys.ts';
import { enumLines, enumValueLine, fieldLine, keyLine, modelLines, relationLine } from './prisma-lines.ts';
import {
  fieldNamed,
  type PrismaField,
  type PrismaOutline,
  type PrismaShape,
  type PrismaSpot,
  shapeNamed,
} from './prisma-outline.ts';
import { endsOfRelation, type RelationEnd } from './prisma-relations.ts';
import { lastPart } from './sql-name.ts';

/** The part of a Prisma schema that a disagreement is about. */
interface Subject {
  readonly shape: PrismaShape | undefined;
  readonly field: PrismaField | undefined;
}

function subjectOf(outline: PrismaOutline, { what, name, history, declared }: Disagreement): Subject {
  const parent = (declared ?? history)?.parent;
  const isPart = what === 'column' || what === 'constraint' || what === 'index';
  const shape = shapeNamed(outline, isPart ? (parent?.slice('table:'.length) ?? '') : name);
  const field = what === 'column' && shape !== undefined ? fieldNamed(shape, lastPart(name)) : undefined;
  return { shape, field };
}

/** Both ends of the implicit many-to-many relation that it is about; none for all else. */
function relationOf(
  outline: PrismaOutline,
  { what, name, history, declared }: Disagreement,
): readonly RelationEnd[] {
  return endsOfRelation(
    outline,
    what === 'table' ? name : ((declared ?? history)?.parent?.slice('table:'.length) ?? ''),
  );
}

/** `field User.phone`, `model Brand`, as the schema calls it. */
export function prismaTitle(outline: PrismaOutline, disagreement: Disagreement): string | undefined {
  const { shape, field } = subjectOf(outline, disagreement);
  if (shape === undefined) {
    const [end] = relationOf(outline, disagreement);
    return end === undefined ? undefined : `relation ${end.shape.name}.${end.field.name}`;
  }
  if (field !== undefined) return `field ${shape.name}.${field.name}`;
  return ['table', 'view', 'materialized-view', 'enum'].includes(disagreement.what)
    ? `${shape.kind} ${shape.name}`
    : undefined;
}

/** Where the schema says it; the head of its model where it does not. */
export function prismaSpot(outline: PrismaOutline, disagreement: Disagreement): PrismaSpot | undefined {
  const { shape, field } = subjectOf(outline, disagreement);
  const own = field?.spot ?? attributeFor(shape, disagreement.declared)?.spot ?? shape?.spot;
  return own ?? relationOf(outline, disagreement)[0]?.field.spot;
}

/** A key to the same table depends on the columns of both its ends; these are those that refer. */
function foreignColumns(definition: string): readonly (string | undefined)[] {
  return splitList(parenthesised(definition, definition.indexOf('(')).inside).map(
    (column) => splitIdentifier(column)[0],
  );
}

/** The block attribute or field that a declared key comes from, by its columns. */
function attributeFor(shape: PrismaShape | undefined, declared: Fact | undefined) {
  if (shape === undefined || declared === undefined || !['constraint', 'index'].includes(declared.kind))
    return undefined;
  const isForeign = declared.definition.type === 'foreign';
  const own = isForeign
    ? foreignColumns(String(declared.definition.definition))
    : declared.dependsOn
        .filter((id) => id.startsWith(`column:${shape.sqlName}.`))
        .map((id) => splitIdentifier(id.slice('column:'.length)).at(-1));
  const columns = own.map((name) => shape.fields.find(({ column }) => column === name)?.name);
  if (isForeign) {
    return shape.fields.find(({ attributes }) => {
      const list = /@relation\([^)]*\bfields\s*:\s*\[([^\]]*)\]/.exec(attributes)?.[1];
      return list !== undefined && isSameSet(list.split(','), columns);
    });
  }
  return (
    shape.blockAttributes.find(({ text }) => {
      const list = /^@@(?:id|unique|index)\(\s*(?:fields\s*:\s*)?\[([^\]]*)\]/.exec(text)?.[1];
      return list !== undefined && isSameSet(list.replaceAll(/\([^)]*\)/g, '').split(','), columns);
    }) ??
    shape.fields.find(
      ({ name, attributes }) =>
        columns.length === 1 && name === columns[0] && /@(?:id|unique)\b/.test(attributes),
    )
  );
}

function isSameSet(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
  const sorted = (list: readonly (string | undefined)[]) =>
    list
      .map((one) => one?.trim())
      .sort()
      .join();
  return sorted(a) === sorted(b);
}

/** How to bring the schema to the history: a sentence that names the place, with the lines below it. */
export function prismaMend(
  outline: PrismaOutline,
  history: Schema,
  disagreement: Disagreement,
): string | undefined {
  const { shape, field } = subjectOf(outline, disagreement);
  const { kind, what, history: had } = disagreement;
  const ends = shape === undefined ? relationOf(outline, disagreement) : [];
  if (kind === 'missing')
    return ends.length > 0 ? takeOutRelation(ends) : takeOut(shape, field, disagreement);
  if (had === undefined) return undefined;
  if (what === 'table') {
    if (had.kind !== 'table')
      return shape === undefined
        ? undefined
        : `declare \`view ${shape.name}\` in place of \`model ${shape.name}\`.`;
    return `declare the table:\n${modelLines(outline, history, had)}`;
  }
  if (what === 'enum') {
    if (shape === undefined) return `declare the enum:\n${enumLines(outline, had)}`;
    const values = shape.fields.map(({ column }) => column);
    const missing = (had.definition.labels as readonly string[]).filter((label) => !values.includes(label));
    const extra = values.filter((value) => !(had.definition.labels as readonly string[]).includes(value));
    return [
      ...(missing.length === 0
        ? []
        : [`add to enum ${shape.name}:\n${missing.map((label) => `  ${enumValueLine(label)}`).join('\n')}`]),
      ...(extra.length === 0 ? [] : [`take ${extra.join(', ')} out of enum ${shape.name}.`]),
    ].join('\nand ');
  }
  if (shape === undefined || shape.kind === 'view') return undefined;
  if (what === 'column') {
    const line = fieldLine(outline, history, had, field);
    return field === undefined
      ? `add to model ${shape.name}:\n  ${line}`
      : `write ${placeWords(field.spot)} as\n  ${line}`;
  }
  return mendKey(outline, shape, disagreement, had);
}

function mendKey(
  outline: PrismaOutline,
  shape: PrismaShape,
  { kind, isMinor, declared }: Disagreement,
  had: Fact,
): string | undefined {
  const at = attributeFor(shape, declared);
  const where = at === undefined ? `model ${shape.name}` : placeWords(at.spot);
  if (kind === 'renamed')
    return `add map: "${splitIdentifier(had.name).at(-1)}" to its attribute in ${where}.`;
  if (isMinor && kind === 'different') return `take it out of ${where}; the history keeps its own.`;
  if (had.definition.type === 'foreign') {
    const written = at !== undefined && 'attributes' in at ? at.attributes : undefined;
    return `let the relation in ${where} say\n  ${relationLine(outline, shape, had, written)}`;
  }
  return kind === 'extra'
    ? `add to ${where}:\n  ${keyLine(shape, had)}`
    : `write it in ${where} as\n  ${keyLine(shape, had)}`;
}

function takeOut(
  shape: PrismaShape | undefined,
  field: PrismaField | undefined,
  { what, declared }: Disagreement,
): string | undefined {
  if (shape === undefined) return undefined;
  if (field !== undefined)
    return `take \`${field.name}\` out of model ${shape.name} (${placeWords(field.spot)}).`;
  if (what === 'constraint' || what === 'index') {
    const at = attributeFor(shape, declared);
    return at === undefined ? undefined : `take it out of ${placeWords(at.spot)}.`;
  }
  return `take ${shape.kind} ${shape.name} out (${placeWords(shape.spot)}).`;
}

function takeOutRelation(ends: readonly RelationEnd[]): string {
  const fields = ends.map(({ shape, field }) => `${shape.name}.${field.name} (${placeWords(field.spot)})`);
  return `take the relation out: ${fields.join(' and ')}.`;
}

function placeWords({ file, start }: PrismaSpot): string {
  return `${file.name}:${locate(indexLines(file.text), start).line}`;
}

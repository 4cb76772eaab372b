import type { Finding } from '../../model/finding.ts';
import type { Hint } from '../../model/hint.ts';
import { frameAt, indexLines, locate } from '../../sql/locate.ts';
import type { PrismaFile } from './blocks.ts';
import type { PrismaDiagnostic } from './engine.ts';
import { freeFieldName, lowerFirst, plural } from './names.ts';
import type { PrismaField, PrismaOutline, PrismaShape, PrismaSpot } from './outline.ts';
import { quoted } from './quoted.ts';
import type { PrismaSchema } from './read.ts';
import { writtenName } from './relations.ts';

/** What Prisma refuses of a schema, each at its place and with the line that mends it where one can be told. */
export function explainPrisma(
  schema: PrismaSchema,
  diagnostics: readonly PrismaDiagnostic[],
): readonly Finding[] {
  const findings = diagnostics.filter(({ isWarning }) => !isWarning).map((one) => explainOne(schema, one));
  const seen = new Set<string>();
  return findings.filter(({ message, where }) => {
    const key = `${message} ${where?.file}:${where?.line}`;
    return !seen.has(key) && seen.add(key);
  });
}

function explainOne(schema: PrismaSchema, diagnostic: PrismaDiagnostic): Finding {
  const { files, outline } = schema;
  const { message, hint, note, field } =
    missingOpposite(outline, diagnostic.text) ??
    unlistedSchema(schema, diagnostic) ??
    plainly(diagnostic.text);
  return {
    rule: 'invalid-declared-schema',
    severity: 'error',
    message,
    notes: note === undefined ? [] : [note],
    ...(hint === undefined ? {} : { hint }),
    ...placeOf(field?.spot ?? spotOf(files, diagnostic)),
  };
}

/** What Prisma points at, from its first letter to the end of that line; undefined in what was added to the schema. */
function spotOf(
  files: readonly PrismaFile[],
  { file: name, start, end }: PrismaDiagnostic,
): PrismaSpot | undefined {
  const file = files.find((one) => one.name === name);
  if (file === undefined) return undefined;
  const from = Math.min(start + Math.max(file.text.slice(start).search(/\S/), 0), file.text.length);
  const lineEnd = file.text.indexOf('\n', from);
  return { file, start: from, end: Math.max(from, lineEnd === -1 ? end : Math.min(end, lineEnd)) };
}

function placeOf(spot: PrismaSpot | undefined): Pick<Finding, 'where' | 'frame'> {
  if (spot === undefined) return {};
  const lines = indexLines(spot.file.text);
  return {
    where: { file: spot.file.name, ...locate(lines, spot.start) },
    frame: frameAt(lines, spot.start, spot.end - spot.start),
  };
}

interface Told {
  readonly message: string;
  readonly hint?: Hint;
  readonly note?: string;
  /** The field to point at, where it is known better than Prisma tells. */
  readonly field?: PrismaField;
}

/** The first sentence says what is wrong; what follows is most often advice. */
function plainly(text: string): Told {
  const bare = text
    .replace(/^Error (?:validating|parsing)[^:]*(?:`[^`]*`[^:]*)*: /, '')
    .replace(/ See https?:\S+$/, '');
  const [, first = bare, rest] =
    /^([\s\S]*?[^.\s]{2}\.)\s+((?:Either|Please|Did|Add|You|Use|Make|Consider|Hint)\b[\s\S]*)$/.exec(bare) ??
    [];
  return rest === undefined ? { message: bare.trim() } : { message: first.trim(), hint: rest.trim() };
}

/** A relation that only one of its two models knows of: the commonest slip, and its mend can be written out. */
function missingOpposite(outline: PrismaOutline, text: string): Told | undefined {
  const match =
    /The relation field `(\w+)` on model `(\w+)` is missing an opposite relation field on the model `(\w+)`/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, fieldName, modelName, otherName] = match;
  const models = outline.shapes.filter(({ kind }) => kind === 'model');
  const model = models.find(({ name }) => name === modelName);
  const other = models.find(({ name }) => name === otherName);
  const field = model?.fields.find(({ name }) => name === fieldName);
  if (model === undefined || other === undefined || field === undefined) return undefined;
  const lines = oppositeLines(model, field, other);
  return {
    field,
    message: `\`${modelName}.${fieldName}\` points to model ${otherName}, which has no field that points back to ${modelName}.`,
    note: `Prisma wants both ends of a relation: ${modelName}.${fieldName} is there, the field in ${otherName} is not.`,
    hint: [
      `Add to model ${otherName} (${other.spot.file.name}:${lineAfterFields(other)}):`,
      { code: lines.map((line) => `  ${line}`).join('\n') },
    ],
  };
}

/** A database schema that a model is in and the datasource does not list. */
function unlistedSchema({ files, scope }: PrismaSchema, diagnostic: PrismaDiagnostic): Told | undefined {
  if (!diagnostic.text.includes('This schema is not defined in the datasource')) return undefined;
  const spot = spotOf(files, diagnostic);
  const name = spot && /"([^"]+)"/.exec(spot.file.text.slice(spot.start, spot.end))?.[1];
  if (name === undefined) return undefined;
  const schemas = [...(scope.schemas ?? ['public']), name].map((one) => `"${one}"`);
  return {
    message: `The database schema ${name} is not listed in the datasource.`,
    hint: ['Write into the datasource:', { code: `  schemas = [${schemas.join(', ')}]` }],
  };
}

function lineAfterFields({ fields, block }: PrismaShape): number {
  const last = fields.at(-1);
  return locate(indexLines(block.file.text), last?.spot.start ?? block.bodyStart).line + 1;
}

/** The field to add to `other`: many where the foreign key stands in `model`, else the foreign key itself. */
function oppositeLines(model: PrismaShape, field: PrismaField, other: PrismaShape): readonly string[] {
  const relation = writtenName(field);
  const fields = listArgument(field.attributes, 'fields');
  const named = relation === undefined ? '' : quoted(relation);
  const base = lowerFirst(model.name);
  const taken = new Set(other.fields.map((one) => one.name));
  if (!field.isList) {
    const isOne = isUnique(model, fields);
    const name = freeFieldName(taken, isOne ? base : plural(base), relation ?? field.name);
    return [`${name} ${model.name}${isOne ? '?' : '[]'}${named === '' ? '' : ` @relation(${named})`}`];
  }
  const name = freeFieldName(taken, base, relation ?? field.name);
  const key = model.fields.find(({ attributes }) => /@id\b/.test(attributes));
  if (key === undefined) return [`${name} ${model.name}[]${named === '' ? '' : ` @relation(${named})`}`];
  const column = freeFieldName(taken, `${name}${key.name[0]?.toUpperCase()}${key.name.slice(1)}`, 'Ref');
  const native = /@db\.\w+(?:\([^)]*\))?/.exec(key.attributes)?.[0];
  return [
    `${name} ${model.name}? @relation(${named === '' ? '' : `${named}, `}fields: [${column}], references: [${key.name}])`,
    `${column} ${key.type}?${native === undefined ? '' : ` ${native}`}`,
  ];
}

function listArgument(attributes: string, name: string): readonly string[] {
  const list = new RegExp(`\\b${name}\\s*:\\s*\\[([^\\]]*)\\]`).exec(attributes)?.[1] ?? '';
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Whether these columns can hold each value only once, so that the other side has one at most. */
function isUnique({ fields, blockAttributes }: PrismaShape, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const single = fields.find(({ name }) => names.length === 1 && name === names[0]);
  if (single !== undefined && /@(?:unique|id)\b/.test(single.attributes)) return true;
  return blockAttributes.some(({ text }) => {
    const list = /^@@(?:unique|id)\(\s*(?:fields\s*:\s*)?\[([^\]]*)\]/.exec(text)?.[1];
    return (
      list !== undefined &&
      list
        .split(',')
        .map((part) => part.trim())
        .sort()
        .join() === [...names].sort().join()
    );
  });
}

import { objectId } from '../../model/object-id.ts';
import { byPosition, type Fact, type Schema } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { parenthesised } from '../../postgres/lists.ts';
import { elementOf } from '../../postgres/types/type-change.ts';
import { foreignKeyIn, type IndexKey, indexKeyOf } from './keys.ts';
import { fieldNameOf, modelNameOf, shapeBehind } from './names.ts';
import type { PrismaField, PrismaOutline } from './outline.ts';
import { shapeNamed } from './outline.ts';
import { quoted } from './quoted.ts';
import { relationLines } from './relation-lines.ts';
import { defaultElements, defaultKey, defaultText } from './values.ts';

/** The type of a column in Prisma's words: `String` and `@db.VarChar(20)`. */
interface PrismaType {
  readonly name: string;
  readonly native: string;
}

/** What Prisma calls a type by itself, and with an attribute where it is not the one that it would choose. */
const scalarTypes: Readonly<Record<string, PrismaType>> = {
  text: { name: 'String', native: '' },
  uuid: { name: 'String', native: '@db.Uuid' },
  citext: { name: 'String', native: '@db.Citext' },
  xml: { name: 'String', native: '@db.Xml' },
  inet: { name: 'String', native: '@db.Inet' },
  boolean: { name: 'Boolean', native: '' },
  smallint: { name: 'Int', native: '@db.SmallInt' },
  integer: { name: 'Int', native: '' },
  bigint: { name: 'BigInt', native: '' },
  oid: { name: 'Int', native: '@db.Oid' },
  real: { name: 'Float', native: '@db.Real' },
  'double precision': { name: 'Float', native: '' },
  money: { name: 'Decimal', native: '@db.Money' },
  date: { name: 'DateTime', native: '@db.Date' },
  json: { name: 'Json', native: '@db.Json' },
  jsonb: { name: 'Json', native: '' },
  bytea: { name: 'Bytes', native: '' },
};

const sizedTypes: Readonly<Record<string, readonly [name: string, native: string, standard?: string]>> = {
  'character varying': ['String', '@db.VarChar'],
  character: ['String', '@db.Char'],
  bit: ['String', '@db.Bit'],
  'bit varying': ['String', '@db.VarBit'],
  numeric: ['Decimal', '@db.Decimal', '(65, 30)'],
  timestamp: ['DateTime', '@db.Timestamp', '(3)'],
  timestamptz: ['DateTime', '@db.Timestamptz'],
  time: ['DateTime', '@db.Time'],
  timetz: ['DateTime', '@db.Timetz'],
};

function prismaType(outline: PrismaOutline, { facts }: Pick<Schema, 'facts'>, sqlType: string): PrismaType {
  const bare = elementOf(sqlType);
  if (facts.has(objectId('enum', bare))) return { name: modelNameOf(outline, { facts }, bare), native: '' };
  const behind = facts.get(objectId('domain', bare))?.definition.base;
  if (behind !== undefined) return prismaType(outline, { facts }, String(behind));
  const plain = scalarTypes[bare.replace(/^.*\.(citext)$/, '$1')];
  if (plain !== undefined) return plain;
  const zoned = bare
    .replace(/^(timestamp|time)(.*) with time zone$/, '$1tz$2')
    .replace(/ without time zone$/, '');
  const [, base = '', size] = /^([a-z ]+?)(\([\d,]+\))?$/.exec(zoned) ?? [];
  const sized = sizedTypes[base];
  if (sized === undefined) return { name: `Unsupported(${quoted(bare)})`, native: '' };
  const [name, native, standard] = sized;
  const written = size?.replace(',', ', ') ?? (base.startsWith('time') ? '(6)' : '');
  return { name, native: written === standard ? '' : `${native}${written}` };
}

/** The line that a model needs to have a column as the history makes it. Attributes that stay are those of `field`. */
export function fieldLine(
  outline: PrismaOutline,
  history: Pick<Schema, 'facts'>,
  column: Fact,
  field?: PrismaField,
): string {
  const own = bareName(column.name);
  const shape = shapeBehind(outline, history, column.parent?.slice('table:'.length) ?? '');
  const name = field?.name ?? fieldNameOf(shape, history, column);
  const type = String(column.definition.type);
  const { name: written, native } = prismaType(outline, history, type);
  const mark = type.endsWith('[]') ? '[]' : column.definition.notNull === true ? '' : '?';
  const kept = withoutAttributes(field?.attributes ?? '', [`@${outline.prefix}.`, '@default', '@map']);
  const attributes = [
    ...(kept === '' ? [] : [kept]),
    defaultAttribute(outline, history, column),
    ...(name === own ? [] : [`@map(${quoted(own)})`]),
    native.replace(/^@db\./, `@${outline.prefix}.`),
  ];
  return [name, `${written}${mark}`, ...attributes.filter((one) => one !== '')].join(' ');
}

/** Takes attributes out of a field's text, with their parentheses. */
function withoutAttributes(text: string, names: readonly string[]): string {
  let rest = text;
  for (const name of names) {
    for (let at = rest.indexOf(name); at !== -1; at = rest.indexOf(name)) {
      const head = /^@[\w.]+/.exec(rest.slice(at))?.[0] ?? name;
      const behind = rest.slice(at + head.length);
      const after = behind.startsWith('(') ? parenthesised(behind, 0).after : behind;
      rest = `${rest.slice(0, at).trimEnd()} ${after.trimStart()}`.trim();
    }
  }
  return rest;
}

function defaultAttribute(outline: PrismaOutline, { facts }: Pick<Schema, 'facts'>, column: Fact): string {
  if (column.definition.identity !== undefined) return '@default(autoincrement())';
  if (column.definition.generated !== undefined) return '@default(dbgenerated())';
  const expression = facts.get(objectId('default', column.name))?.definition.expression;
  if (expression === undefined) return '';
  const key = defaultKey(String(expression));
  if (key === 'now()' || key === 'autoincrement()') return `@default(${key})`;
  const value = defaultValue(outline, { facts }, String(column.definition.type), String(expression));
  return `@default(${value ?? `dbgenerated(${quoted(String(expression))})`})`;
}

/** A default as Prisma writes values; undefined for an expression, and for values that it cannot write. */
function defaultValue(
  outline: PrismaOutline,
  history: Pick<Schema, 'facts'>,
  type: string,
  expression: string,
): string | undefined {
  if (type.endsWith('[]')) {
    const elements = defaultElements(expression);
    const values = elements?.map((element) => defaultValue(outline, history, type.slice(0, -2), element));
    return values === undefined || values.includes(undefined) ? undefined : `[${values.join(', ')}]`;
  }
  const key = defaultKey(expression);
  const text = defaultText(expression);
  if (/^(?:smallint|integer|bigint|numeric|real|double|money)/.test(type))
    return /^-?\d+(\.\d+)?$/.test(key) ? key : undefined;
  if (type === 'boolean')
    return /^'?t(?:rue)?'?$/.test(key) ? 'true' : /^'?f(?:alse)?'?$/.test(key) ? 'false' : undefined;
  if (text === undefined) return undefined;
  if (history.facts.has(objectId('enum', type))) return enumValue(outline, type, text);
  if (/^(?:text|character|public\.citext)/.test(type)) return JSON.stringify(text);
  if (type === 'bytea' && text.startsWith('\\x'))
    return JSON.stringify(Buffer.from(text.slice(2), 'hex').toString('base64'));
  return /^jsonb?$/.test(type) ? JSON.stringify(text) : undefined;
}

function enumValue(outline: PrismaOutline, type: string, label: string): string {
  return shapeNamed(outline, type)?.fields.find(({ column }) => column === label)?.name ?? valueName(label);
}

/** `@@index([a, b(sort: Desc)], map: "name")` for a key that the history has, but for a foreign one. */
export function keyLine(outline: PrismaOutline, history: Pick<Schema, 'facts'>, fact: Fact): string {
  const key = indexKeyOf(fact);
  const name = bareName(fact.name);
  // Other constraints have no line of their own.
  if (key === undefined) return name;
  const table = fact.parent?.slice('table:'.length) ?? '';
  const shape = shapeBehind(outline, history, table);
  const fields = key.elements.map((element) => {
    const column = history.facts.get(objectId('column', `${table}.${element.column}`));
    return elementText(column === undefined ? element.column : fieldNameOf(shape, history, column), element);
  });
  const word = { primary: '@@id', unique: '@@unique', index: '@@index' }[key.kind];
  const methods: Readonly<Record<string, string>> = {
    gin: 'Gin',
    gist: 'Gist',
    spgist: 'SpGist',
    brin: 'Brin',
    hash: 'Hash',
  };
  const method = methods[key.method];
  return `${word}([${fields.join(', ')}], map: ${quoted(name)}${method === undefined ? '' : `, type: ${method}`})`;
}

function elementText(name: string, { descends, operatorClass }: IndexKey['elements'][number]): string {
  const options = [
    ...(operatorClass === '' ? [] : [`ops: raw(${quoted(operatorClass)})`]),
    ...(descends ? ['sort: Desc'] : []),
  ];
  return options.length === 0 ? name : `${name}(${options.join(', ')})`;
}

/** A whole model for a table that only the history knows, with its side of every relation. */
export function modelLines(outline: PrismaOutline, history: Schema, table: Fact): string {
  const name = bareName(table.name);
  const model = modelNameOf(outline, history, table.name);
  const children = [...history.facts.values()].filter(({ parent }) => parent === table.id);
  const columns = children.filter(({ kind }) => kind === 'column').sort(byPosition);
  const keys = children.filter((fact) => {
    const key = indexKeyOf(fact);
    return key !== undefined && !key.isBeyond && key.where === '';
  });
  const relations = [...history.facts.values()]
    .filter((fact) => fact.parent === table.id || foreignKeyIn(fact)?.target === table.name)
    .flatMap((fact) => relationLines(outline, history, fact));
  const lines = [
    ...columns.map((column) => fieldLine(outline, history, column)),
    ...relations.filter((one) => one.table === table.name).map(({ line }) => line),
    '',
    ...keys.map((key) => keyLine(outline, history, key)),
    ...(keys.some(isIdentifying) ? [] : ['@@ignore']),
    ...(model === name ? [] : [`@@map(${quoted(name)})`]),
    ...schemaLine(outline, table),
  ];
  return `model ${model} {\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n}`;
}

/** Whether rows can be told apart by it: Prisma's client leaves out a model without such a key. */
function isIdentifying(fact: Fact): boolean {
  return (
    fact.definition.type === 'primary' || fact.definition.type === 'unique' || fact.definition.unique === true
  );
}

/** Where a schema speaks of several database schemas, every block has to. */
function schemaLine({ shapes }: PrismaOutline, { schema }: Fact): readonly string[] {
  const speaks = shapes.some(({ blockAttributes }) =>
    blockAttributes.some(({ text }) => text.startsWith('@@schema')),
  );
  return speaks ? [`@@schema(${quoted(schema ?? '')})`] : [];
}

/** A whole enum for a type that only the history knows. */
export function enumLines(outline: PrismaOutline, history: Pick<Schema, 'facts'>, type: Fact): string {
  const name = bareName(type.name);
  const own = modelNameOf(outline, history, type.name);
  const values = (type.definition.labels as readonly string[]).map(enumValueLine);
  const attributes = [...(own === name ? [] : [`@@map(${quoted(name)})`]), ...schemaLine(outline, type)];
  const lines = attributes.length === 0 ? values : [...values, '', ...attributes];
  return `enum ${own} {\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n}`;
}

/** One value of an enum: a label that is no identifier of Prisma's gets one. */
export function enumValueLine(label: string): string {
  const name = valueName(label);
  return name === label ? name : `${name} @map(${quoted(label)})`;
}

function valueName(label: string): string {
  if (/^[A-Za-z]\w*$/.test(label)) return label;
  const name = label.replace(/\W+/g, '_').replace(/^[^A-Za-z]+/, '');
  return name === '' ? `V${label.replace(/\W/g, '_')}` : name;
}

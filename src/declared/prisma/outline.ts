import { qualifiedName, quoteIdentifier } from '../../postgres/identifier.ts';
import { blocksOf, type PrismaBlock, type PrismaFile } from './blocks.ts';
import { unquoted } from './quoted.ts';

/** A place in a schema file. */
export interface PrismaSpot {
  readonly file: PrismaFile;
  /** Half-open range in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** A field of a model or view, or a value of an enum. */
export interface PrismaField {
  readonly name: string;
  /** What it is called in the database, not quoted. */
  readonly column: string;
  /** `String`, `User`; undefined for a value of an enum. */
  readonly type: string | undefined;
  readonly isList: boolean;
  readonly isOptional: boolean;
  /** The field's attributes as written: `@id @default(autoincrement())`. */
  readonly attributes: string;
  readonly spot: PrismaSpot;
}

/** A model, view or enum with the names that it bears in the database. */
export interface PrismaShape {
  readonly kind: 'model' | 'view' | 'enum';
  readonly name: string;
  /** Qualified and quoted, as a Schema names it. */
  readonly sqlName: string;
  readonly schema: string;
  readonly fields: readonly PrismaField[];
  /** Attributes of the whole block as written. */
  readonly blockAttributes: readonly PrismaAttribute[];
  /** The name in the block's head. */
  readonly spot: PrismaSpot;
  /** Where a line could be added: behind the last field. */
  readonly block: PrismaBlock;
}

interface PrismaAttribute {
  readonly text: string;
  readonly spot: PrismaSpot;
}

/** What a schema declares, by name and place. Reads no more than names; what they mean is the engine's to say. */
export interface PrismaOutline {
  readonly shapes: readonly PrismaShape[];
  /** What native types are prefixed with: `db` of `@db.Uuid`. */
  readonly prefix: string;
}

/** Outlines a schema's models, views and enums. */
export function outlinePrisma(files: readonly PrismaFile[], prefix = 'db'): PrismaOutline {
  return {
    prefix,
    shapes: files.flatMap((file) => blocksOf(file).flatMap((block) => shapeOf(block) ?? [])),
  };
}

function shapeOf(block: PrismaBlock): PrismaShape | undefined {
  const { keyword: kind, name, file } = block;
  if (kind !== 'model' && kind !== 'view' && kind !== 'enum') return undefined;
  const items = itemsOf(block);
  const blockAttributes = items.filter(({ text }) => text.startsWith('@@'));
  const schema = argumentOf(blockAttributes, 'schema') ?? 'public';
  const nameAt = file.text.indexOf(name, block.start + kind.length);
  return {
    kind,
    name,
    schema,
    sqlName: qualifiedName(schema, argumentOf(blockAttributes, 'map') ?? name),
    fields: items.flatMap((item) => fieldOf(item, kind) ?? []),
    blockAttributes,
    spot: { file, start: nameAt, end: nameAt + name.length },
    block,
  };
}

/** The block's fields and attributes, each as one text: a line, and those after it while a parenthesis is open. */
function itemsOf({ file, code, bodyStart, bodyEnd }: PrismaBlock): readonly PrismaAttribute[] {
  const items: PrismaAttribute[] = [];
  let at = bodyStart;
  while (at < bodyEnd) {
    let end = at;
    let depth = 0;
    while (end < bodyEnd && !(code[end] === '\n' && depth === 0)) {
      if (code[end] === '(' || code[end] === '[') depth += 1;
      if (code[end] === ')' || code[end] === ']') depth -= 1;
      end += 1;
    }
    const line = code.slice(at, end);
    const start = at + (line.length - line.trimStart().length);
    const text = file.text.slice(start, at + line.trimEnd().length);
    if (line.trim() !== '') items.push({ text, spot: { file, start, end: start + text.length } });
    at = end + 1;
  }
  return items;
}

function fieldOf({ text, spot }: PrismaAttribute, kind: PrismaShape['kind']): PrismaField | undefined {
  const name = /^[A-Za-z]\w*/.exec(text)?.[0];
  if (name === undefined) return undefined;
  const typed =
    kind === 'enum'
      ? null
      : /^\s+(Unsupported\("(?:[^"\\]|\\.)*"\)|\w+)\s*(\[\])?(\?)?/.exec(text.slice(name.length));
  const attributes = text.slice(name.length + (typed?.[0].length ?? 0)).trim();
  const mapped = /@map\(\s*(?:name\s*:\s*)?"((?:[^"\\]|\\.)*)"/.exec(attributes)?.[1];
  return {
    name,
    column: mapped === undefined ? name : unquoted(mapped),
    type: typed?.[1],
    isList: typed?.[2] !== undefined,
    isOptional: typed?.[3] !== undefined,
    attributes,
    spot: { ...spot, end: spot.start + name.length },
  };
}

function argumentOf(attributes: readonly PrismaAttribute[], name: string): string | undefined {
  const written = new RegExp(`^@@${name}\\(\\s*(?:name\\s*:\\s*)?"((?:[^"\\\\]|\\\\.)*)"`);
  const found = attributes.flatMap(({ text }) => written.exec(text)?.[1] ?? [])[0];
  return found === undefined ? undefined : unquoted(found);
}

/** The model or view behind a table of a Schema. */
export function shapeNamed(outline: PrismaOutline, sqlName: string): PrismaShape | undefined {
  return outline.shapes.find((shape) => shape.sqlName === sqlName);
}

/** The field behind a column of a Schema, by the column's quoted name. */
export function fieldNamed(shape: PrismaShape, column: string): PrismaField | undefined {
  return shape.fields.find((field) => quoteIdentifier(field.column) === column);
}

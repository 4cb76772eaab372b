import { blocksOf, type PrismaBlock, type PrismaFile } from './blocks.ts';
import type { PrismaField, PrismaOutline, PrismaShape, PrismaSpot } from './outline.ts';

/** A generator block of a schema that makes Prisma's own client. */
export interface ClientGenerator {
  readonly spot: PrismaSpot;
  /** Where the client is written, as the block says it; undefined: to `node_modules/.prisma/client`. */
  readonly output: string | undefined;
}

/** The generators of a schema that make a client of Prisma's, in their order. */
export function clientGenerators(files: readonly PrismaFile[]): readonly ClientGenerator[] {
  return files
    .flatMap(blocksOf)
    .filter(({ keyword }) => keyword === 'generator')
    .flatMap((block) =>
      /^prisma-client(?:-js)?$/.test(propertyOf(block, 'provider') ?? '')
        ? [
            {
              spot: { file: block.file, start: block.start, end: block.bodyStart },
              output: propertyOf(block, 'output'),
            },
          ]
        : [],
    );
}

function propertyOf({ code, file, bodyStart, bodyEnd }: PrismaBlock, name: string): string | undefined {
  const found = new RegExp(`(?<![\\w.])${name}\\s*=\\s*"([^"\n]*)"`).exec(code.slice(bodyStart, bodyEnd));
  if (found === null) return undefined;
  const end = bodyStart + found.index + found[0].length - 1;
  return file.text.slice(end - (found[1] as string).length, end);
}

/** The schema that a generated file of TypeScript or JavaScript carries as `inlineSchema`; undefined where there is none. */
export function inlineSchema(code: string): string | undefined {
  const literal = /"?inlineSchema"?\s*[:=]\s*("(?:\\.|[^"\\\n])*")/.exec(code)?.[1];
  if (literal === undefined) return undefined;
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}

/** In what a generated client is not of a schema, in words: `model Badge`, `field Member.serial`. */
export interface ClientGap {
  /** Declared, and not in the client. */
  readonly lacks: readonly string[];
  /** In the client, and no longer declared. */
  readonly hasMore: readonly string[];
  /** In both, and not the same: with the words of both where these are types. */
  readonly differs: readonly string[];
  /** The first declaration that the client lacks or knows otherwise. */
  readonly spot: PrismaSpot | undefined;
}

/**
 * What a client was generated from beside what is declared now; white space, comments, order and plain indexes aside. Undefined
 * where they say the same, and where they are hardly of one schema: a workspace may share one folder of packages.
 */
export function compareClient(declared: PrismaOutline, client: PrismaOutline): ClientGap | undefined {
  const known = new Map(client.shapes.map((shape) => [shape.name, shape]));
  const shared = declared.shapes.filter(({ name }) => known.has(name)).length;
  if (shared * 2 < Math.min(declared.shapes.length, client.shapes.length) || shared === 0) return undefined;
  const [lacks, differs, spots]: [string[], string[], PrismaSpot[]] = [[], [], []];
  const hasMore = client.shapes.filter(({ name }) => !has(declared.shapes, name)).map(titleOfShape);
  for (const shape of declared.shapes) {
    const copy = known.get(shape.name);
    if (copy === undefined) {
      lacks.push(titleOfShape(shape));
      spots.push(shape.spot);
      continue;
    }
    for (const field of shape.fields) {
      const twin = copy.fields.find(({ name }) => name === field.name);
      if (twin !== undefined && signatureOf(twin) === signatureOf(field)) continue;
      spots.push(field.spot);
      if (twin === undefined) lacks.push(titleOfField(shape, field));
      else differs.push(`${titleOfField(shape, field)}${typesOf(twin, field)}`);
    }
    hasMore.push(
      ...copy.fields.filter(({ name }) => !has(shape.fields, name)).map((one) => titleOfField(copy, one)),
    );
    if (attributesOf(copy) === attributesOf(shape) && copy.kind === shape.kind) continue;
    differs.push(titleOfShape(shape));
    spots.push(shape.spot);
  }
  if (lacks.length + hasMore.length + differs.length === 0) return undefined;
  return { lacks, hasMore, differs, spot: spots[0] };
}

function has(all: readonly { readonly name: string }[], name: string): boolean {
  return all.some((one) => one.name === name);
}

function titleOfShape({ kind, name }: PrismaShape): string {
  return `${kind} ${name}`;
}

function titleOfField({ kind, name }: PrismaShape, field: PrismaField): string {
  return `${kind === 'enum' ? 'value' : 'field'} ${name}.${field.name}`;
}

function typesOf(client: PrismaField, declared: PrismaField): string {
  const [was, is] = [typeOf(client), typeOf(declared)];
  return was === is ? '' : ` (${was} in the client, ${is} in the schema)`;
}

function typeOf({ type, isList, isOptional }: PrismaField): string {
  return `${type ?? ''}${isList ? '[]' : ''}${isOptional ? '?' : ''}`;
}

function signatureOf(field: PrismaField): string {
  return `${typeOf(field)} ${withoutSpace(field.attributes)}`;
}

/** Indexes that keep nothing unique are the database's own affair. */
function attributesOf({ blockAttributes }: PrismaShape): string {
  return blockAttributes
    .map(({ text }) => withoutSpace(text))
    .filter((text) => !/^@@(?:index|fulltext)\b/.test(text))
    .sort()
    .join('\n');
}

/** What stands in strings stays as it is. */
function withoutSpace(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*")|\s+/g, (_, string?: string) => string ?? '');
}

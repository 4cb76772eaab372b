import { splitIdentifier } from '../postgres/identifier.ts';
import type { PrismaField, PrismaOutline, PrismaShape } from './prisma-outline.ts';

/** A field that is one end of a relation without a model of its own between the two. */
export interface RelationEnd {
  readonly shape: PrismaShape;
  readonly field: PrismaField;
}

/** The list fields behind the table that Prisma keeps for an implicit many-to-many relation; none where the table is no such one. */
export function endsOfRelation(outline: PrismaOutline, table: string): readonly RelationEnd[] {
  const name = splitIdentifier(table).at(-1) ?? '';
  if (!name.startsWith('_')) return [];
  const models = outline.shapes.filter(({ kind }) => kind === 'model');
  const named = models.flatMap((shape) =>
    shape.fields
      .filter((field) => field.isList && models.some((model) => model.name === field.type))
      .filter((field) => `_${relationName(shape, field)}` === name)
      .map((field) => ({ shape, field })),
  );
  return named.length > 2 ? [] : named;
}

/** What `@relation` calls it, else the names of both models in their order: `PostToTag`. */
function relationName(shape: PrismaShape, field: PrismaField): string {
  const written = /@relation\(\s*(?:name\s*:\s*)?"((?:[^"\\]|\\.)*)"/.exec(field.attributes)?.[1];
  return written ?? [shape.name, field.type ?? ''].sort().join('To');
}

import { bareName } from '../../postgres/identifier.ts';
import type { PrismaField, PrismaOutline, PrismaShape } from './outline.ts';
import { unquoted } from './quoted.ts';

/** A field that is one end of a relation. */
export interface RelationEnd {
  readonly shape: PrismaShape;
  readonly field: PrismaField;
}

/** The list fields behind the table that Prisma keeps for an implicit many-to-many relation; none where the table is no such one. */
export function endsOfRelation(outline: PrismaOutline, table: string): readonly RelationEnd[] {
  const name = bareName(table);
  if (!name.startsWith('_')) return [];
  const models = outline.shapes.filter(({ kind }) => kind === 'model');
  const named = models.flatMap((shape) =>
    shape.fields
      .filter((field) => field.isList && models.some((model) => model.name === field.type))
      .filter((field) => `_${writtenName(field) ?? implicitName(shape.name, field.type ?? '')}` === name)
      .map((field) => ({ shape, field })),
  );
  return named.length > 2 ? [] : named;
}

/** How Prisma calls a many-to-many relation that nobody names: both models in their order, `PostToTag`. */
export function implicitName(model: string, other: string): string {
  return [model, other].sort().join('To');
}

/** What `@relation` calls it: the name may come first and bare, or anywhere as `name:`. */
export function writtenName({ attributes }: Pick<PrismaField, 'attributes'>): string | undefined {
  const written = /@relation\(([^)]*)\)/.exec(attributes)?.[1] ?? '';
  const name = /^\s*"((?:[^"\\]|\\.)+)"/.exec(written) ?? /\bname\s*:\s*"((?:[^"\\]|\\.)+)"/.exec(written);
  return name?.[1] === undefined ? undefined : unquoted(name[1]);
}

/** The end in the other model; none where the schema does not hold. */
export function otherEnd(outline: PrismaOutline, { shape, field }: RelationEnd): RelationEnd | undefined {
  const name = writtenName(field);
  return endsTo(outline, shape).find(
    (end) => end.shape.name === field.type && end.field !== field && writtenName(end.field) === name,
  );
}

/** The fields, of other models and its own, that point to a model. */
export function endsTo({ shapes }: PrismaOutline, { name }: PrismaShape): readonly RelationEnd[] {
  return shapes
    .filter(({ kind }) => kind === 'model')
    .flatMap((shape) => shape.fields.filter(({ type }) => type === name).map((field) => ({ shape, field })));
}

import { objectId } from '../model/object-id.ts';
import type { Schema } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { parenthesised } from '../postgres/lists.ts';
import { blank, type PrismaFile } from './prisma/blocks.ts';
import type { PrismaField } from './prisma/outline.ts';
import type { PrismaSchema } from './prisma/read.ts';

/**
 * Prisma's introspection writes the expression of a generated column as its default, which no server takes: it names columns.
 * What the history generates is the history's, so such a default is made blank.
 */
export function withoutGenerated(
  { adapted, outline }: PrismaSchema,
  { facts }: Pick<Schema, 'facts'>,
): readonly PrismaFile[] {
  const fields = outline.shapes.flatMap((shape) =>
    shape.fields.filter(({ column }) => {
      const fact = facts.get(objectId('column', `${shape.sqlName}.${quoteIdentifier(column)}`));
      return fact?.definition.generated !== undefined;
    }),
  );
  if (fields.length === 0) return adapted;
  return adapted.map((file) => {
    const own = fields.filter(({ spot }) => spot.file.name === file.name);
    return { name: file.name, text: own.reduce(withoutDefault, file.text) };
  });
}

function withoutDefault(text: string, { spot }: PrismaField): string {
  const lineEnd = text.indexOf('\n', spot.start);
  const line = text.slice(spot.start, lineEnd === -1 ? text.length : lineEnd);
  const at = line.search(/@default\(/);
  if (at === -1) return text;
  const start = spot.start + at;
  const end = spot.start + line.length - parenthesised(line, at + '@default'.length).after.length;
  return `${text.slice(0, start)}${blank(text.slice(start, end))}${text.slice(end)}`;
}

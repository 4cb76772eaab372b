import { expect, test } from 'vitest';
import type { Fact } from '../../model/schema.ts';
import { alikeColumns, alikeTables } from './alike.ts';
import { outlinePrisma } from './outline.ts';

const fact = (kind: 'table' | 'column', name: string, parent?: string): Fact => ({
  id: `${kind}:${name}`,
  kind,
  name,
  schema: 'public',
  ...(parent === undefined ? {} : { parent: `table:${parent}` as const }),
  definition: {},
  dependsOn: [],
  goesWith: [],
});

/** Tables with their columns, as far as names go. */
function history(tables: Readonly<Record<string, readonly string[]>>) {
  const facts = Object.entries(tables).flatMap(([table, columns]) => [
    fact('table', table),
    ...columns.map((column) => fact('column', `${table}.${column}`, table)),
  ]);
  return { facts: new Map(facts.map((one) => [one.id, one])) };
}

const outline = outlinePrisma([
  {
    name: 'schema.prisma',
    text: `
model BlogPost {
  id       Int    @id
  authorId Int
  author   Member @relation(fields: [authorId], references: [id])
}
model Member {
  id      Int        @id
  posts   BlogPost[]
  created DateTime
  email   String
}
`,
  },
]);
const pairs = (tables: Parameters<typeof history>[0]) =>
  alikeTables(outline, history(tables)).map(({ shape, table }) => [shape.name, table.name]);

test('a model and a table are alike by their names, whatever the case, the underscores and the plural', () => {
  expect(pairs({ 'public.blog_posts': ['id'] })).toEqual([['BlogPost', 'public.blog_posts']]);
});

test('a model and a table are alike by their columns, where these are more than a few', () => {
  expect(pairs({ 'public.people': ['id', 'created', 'email'] })).toEqual([['Member', 'public.people']]);
  expect(pairs({ 'public.people': ['id', 'created'], 'public.tags': ['id', 'authorId'] })).toEqual([]);
});

test('of two that could be meant, none is', () => {
  expect(pairs({ 'public.blog_post': ['id'], 'public.blogposts': ['id'] })).toEqual([]);
});

test('a field and a column are alike where neither has another of its own', () => {
  const [post] = outline.shapes;
  const alike = (columns: readonly string[]) =>
    alikeColumns(post!, 'public.blog_posts', history({ 'public.blog_posts': columns })).map(
      ({ field, column }) => [field.name, column.name],
    );
  expect(alike(['id', 'author_id'])).toEqual([['authorId', 'public.blog_posts.author_id']]);
  expect(alike(['id', '"authorId"', 'author_id'])).toEqual([]);
});

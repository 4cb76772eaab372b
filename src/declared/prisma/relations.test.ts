import { expect, test } from 'vitest';
import { outlinePrisma } from './outline.ts';
import { endsOfRelation } from './relations.ts';

const outline = outlinePrisma([
  {
    name: 'schema.prisma',
    text: `
model Post {
  id    Int    @id
  tags  Tag[]
  fans  User[] @relation("Fans")
  notes Note[]
}
model Tag {
  id    Int    @id
  posts Post[]
}
model User {
  id      Int    @id
  likes   Post[] @relation(name: "Fans")
  friends User[] @relation("Friends")
  of      User[] @relation("Friends")
}
model Note {
  post   Post @relation(fields: [postId], references: [id])
  postId Int  @id
}
`,
  },
]);
const ends = (table: string) =>
  endsOfRelation(outline, table).map(({ shape, field }) => `${shape.name}.${field.name}`);

test('the table of a relation without a name is told by its models', () => {
  expect(ends('public."_PostToTag"')).toEqual(['Post.tags', 'Tag.posts']);
});

test('the table of a named relation is told by the name, with itself too', () => {
  expect(ends('public."_Fans"')).toEqual(['Post.fans', 'User.likes']);
  expect(ends('public."_Friends"')).toEqual(['User.friends', 'User.of']);
});

test('other tables are none', () => {
  expect(ends('public."_prisma_migrations"')).toEqual([]);
  expect(ends('public."Post"')).toEqual([]);
});

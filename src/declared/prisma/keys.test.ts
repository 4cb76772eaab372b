import { expect, test } from 'vitest';
import { indexKeyOf } from './keys.ts';

function read(method: string) {
  return indexKeyOf({
    id: 'index:public.i',
    kind: 'index',
    name: 'public.i',
    definition: { method },
    dependsOn: [],
    goesWith: [],
  });
}

test('an index is read as Prisma can say it', () => {
  expect(read('gin ("A b" COLLATE "en US" public.gin_trgm_ops, c DESC) WHERE (c > 0)')).toMatchObject({
    method: 'gin',
    elements: [
      { column: '"A b"', descends: false, operatorClass: 'gin_trgm_ops' },
      { column: 'c', descends: true, operatorClass: '' },
    ],
    isBeyond: false,
    where: '(c > 0)',
  });
});

test.each(['lower(a)', "a gist_trgm_ops (siglen='32')", 'a) INCLUDE (b'])(
  'the key (%s) is more than Prisma can say',
  (keys) => {
    expect(read(`gist (${keys})`)).toMatchObject({ isBeyond: true });
  },
);

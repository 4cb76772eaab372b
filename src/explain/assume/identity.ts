import { fromServer, knownTable, type Scene } from './scene.ts';

/** What the server says that a column is not, and the type that makes it so. */
const states: readonly (readonly [RegExp, (type: string) => string])[] = [
  [/must be declared NOT NULL before identity can be added$/, () => 'bigint NOT NULL'],
  [/is not an identity column$/, () => 'bigint GENERATED ALWAYS AS IDENTITY'],
  [/is not a (stored )?generated column$/, (type) => `${type} GENERATED ALWAYS AS (NULL) STORED`],
];

/** 55000: a statement needs an assumed column to be NOT NULL, an identity column or a generated one; it becomes that. */
export function learnState(scene: Scene): void {
  const [, column = '', relation = '', said = ''] =
    /^column "(.+?)" of relation "(.+?)" (.+)$/.exec(scene.failure.error.message) ?? [];
  const columns = knownTable(scene, fromServer(relation))?.columns;
  const type = columns?.get(column);
  const state = states.find(([pattern]) => pattern.test(said))?.[1];
  if (type !== undefined && state !== undefined) columns?.set(column, state(type));
}

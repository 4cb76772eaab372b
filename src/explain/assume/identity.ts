import { fromServer, knownTable, type Scene } from './scene.ts';

/** What the server finds a column not to be, and what makes it that. */
const states: readonly (readonly [RegExp, (type: string) => string])[] = [
  [/must be declared NOT NULL before identity can be added$/, () => 'bigint NOT NULL'],
  [/is not an identity column$/, () => 'bigint GENERATED ALWAYS AS IDENTITY'],
  [/is not a (stored )?generated column$/, (type) => `${type} GENERATED ALWAYS AS (NULL) STORED`],
];

/** 55000: a column of an assumed table counts, or is computed, before a statement makes it do so or cease to. */
export function learnState(scene: Scene): void {
  const [, column = '', relation = '', said = ''] =
    /^column "(.+?)" of relation "(.+?)" (.+)$/.exec(scene.failure.error.message) ?? [];
  const columns = knownTable(scene, fromServer(relation))?.columns;
  const type = columns?.get(column);
  const state = states.find(([pattern]) => pattern.test(said))?.[1];
  if (type !== undefined && state !== undefined) columns?.set(column, state(type));
}

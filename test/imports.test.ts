import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { factKinds } from '../src/model/schema.ts';

const src = resolve(import.meta.dirname, '../src');

/** Who may import whom. ARCHITECTURE.md prints this table; a room may always import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  postgres: [],
  sql: ['model', 'postgres'],
  diff: ['model', 'postgres'],
  explain: ['model', 'postgres', 'sql'],
  rules: ['model', 'postgres', 'sql'],
  mutation: ['model', 'postgres'],
  report: ['model', 'postgres'],
  db: ['model', 'postgres'],
  catalog: ['model', 'postgres', 'db'],
  engine: ['model', 'postgres', 'db'],
  live: ['model', 'postgres', 'db'],
  ledger: ['model', 'postgres', 'sql'],
  deploy: ['model', 'postgres', 'live', 'ledger'],
  history: ['model', 'sql'],
  declared: ['model', 'postgres', 'sql'],
  replay: ['model', 'postgres', 'sql', 'db', 'catalog', 'engine'],
  flows: [
    'model',
    'postgres',
    'sql',
    'diff',
    'explain',
    'rules',
    'mutation',
    'catalog',
    'engine',
    'live',
    'ledger',
    'deploy',
    'history',
    'declared',
    'replay',
  ],
  testing: ['model', 'postgres', 'config', 'db', 'engine', 'history', 'replay'],
  config: ['model', 'sql'],
  cli: ['model', 'config', 'flows', 'report'],
};

/** Rooms that may name the types of another, for what they are given. */
const mayNameTypes: Readonly<Record<string, readonly string[]>> = {
  flows: ['db'],
  ledger: ['db'],
  deploy: ['db'],
};

/** One door per heavy package: the only files that may import it. */
const doors: Readonly<Record<string, string>> = {
  pg: 'db/',
  'libpg-query': 'sql/parse.ts',
  '@prisma/prisma-schema-wasm': 'declared/prisma/engine.ts',
  '@prisma/schema-engine-wasm': 'declared/prisma/engine.ts',
  '@electric-sql/pglite': 'engine/pglite',
  commander: 'cli/',
  picocolors: 'cli/',
  jiti: 'config/',
  zod: 'config/',
  'smol-toml': 'history/',
};

/** The folders of `flows`: each imports only those before it, and none of the commands beside them, which import them all. */
const flowFolders = [
  'files',
  'rehearsal',
  'sources',
  'proof',
  'hazards',
  'deploy',
  'drift',
  'judge',
  'compare',
  'merge-check',
  'squash',
  'repair',
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(sep).join('/'))
  .filter((name) => name.endsWith('.ts') && !/\.(test|suite)\.ts$/.test(name));

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(src, from), 'utf8');
  const statements = [
    ...text.matchAll(/^\s*(?:import|export)\s(type\s)?[^;'"]*?from\s+'([^']+)'/gm),
    ...text.matchAll(/^\s*import\s(type\s)?\s*'([^']+)'/gm),
    ...text.matchAll(/\b(?:import|require|require\.resolve)\((type\s)?'([^']+)'\)/g),
  ];
  return statements.map(([, type, to]) => ({ from, to: to as string, typeOnly: type !== undefined }));
});

/** Without what stands in comments. */
function codeOf(file: string): string {
  return readFileSync(join(src, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
}

function room(file: string): string {
  return file.includes('/') ? (file.split('/')[0] as string) : '';
}

function target(one: Import): string {
  return relative(src, resolve(src, dirname(one.from), one.to))
    .split(sep)
    .join('/');
}

test('every room imports only the rooms that the table allows', () => {
  const wrong = imports
    .filter(({ to }) => to.startsWith('.'))
    .filter(
      (one) => room(one.from) !== '' && room(target(one)) !== '' && room(target(one)) !== room(one.from),
    )
    .filter((one) => !(mayImport[room(one.from)] ?? []).includes(room(target(one))))
    .filter((one) => !one.typeOnly || !(mayNameTypes[room(one.from)] ?? []).includes(room(target(one))))
    .map((one) => `${one.from} -> ${target(one)}`);
  expect(wrong).toEqual([]);
});

test('the folders of flows import one way', () => {
  const rank = (file: string) => {
    const [, folder, ...rest] = file.split('/');
    return rest.length === 0 ? flowFolders.length : flowFolders.indexOf(folder as string);
  };
  const inside = imports.filter((one) => room(one.from) === 'flows' && room(target(one)) === 'flows');
  const wrong = inside
    .filter((one) => rank(one.from) === -1 || rank(one.from) < rank(target(one)))
    .map((one) => `${one.from} -> ${target(one)}`);
  expect(wrong).toEqual([]);
});

test('of the folders of diff/kinds, types imports no other, nor a kind that would', () => {
  const inside = imports.filter(({ from }) => from.startsWith('diff/kinds/types/')).map(target);
  expect(inside.length).toBeGreaterThan(4);
  expect(inside.filter((to) => /^diff\/kinds\/(?!types\/)/.test(to))).toEqual([]);
});

test('every room is in the table', () => {
  const rooms = new Set(files.map(room).filter((name) => name !== ''));
  expect([...rooms].filter((name) => mayImport[name] === undefined)).toEqual([]);
});

test('ARCHITECTURE.md prints this table', () => {
  const page = readFileSync(resolve(src, '../ARCHITECTURE.md'), 'utf8');
  const printed = [...page.matchAll(/^\| `([a-z]+)` \| .* \| ([^|]*) \|$/gm)].map(([, name, rooms]) => [
    name,
    rooms,
  ]);
  const wanted = Object.entries(mayImport).map(([name, rooms]) => {
    const all = name === 'flows' ? 'all of the above but report' : rooms.join(', ') || 'nothing';
    const types = mayNameTypes[name]?.map((one) => `; of \`${one}\` only types`).join('') ?? '';
    return [name, all + types];
  });
  expect(Object.fromEntries(printed)).toEqual(Object.fromEntries(wanted));
  expect(page).toContain(flowFolders.map((folder) => `\`${folder}\``).join(', '));
});

test('each heavy package has one door', () => {
  const doorOf = (to: string) =>
    Object.entries(doors).find(([name]) => to === name || to.startsWith(`${name}/`))?.[1];
  const wrong = imports
    .filter(({ typeOnly }) => !typeOnly)
    .filter(({ from, to }) => !from.startsWith(doorOf(to) ?? from))
    .map(({ from, to }) => `${from} -> ${to}`);
  expect(wrong).toEqual([]);
});

test('pure rooms touch no disk, clock, socket or environment', () => {
  const pure = new Set(['mutation', 'model', 'postgres', 'sql', 'diff', 'explain', 'rules', 'report']);
  const ofNode = imports
    .filter(({ from, to }) => pure.has(room(from)) && to.startsWith('node:'))
    .map(({ from, to }) => `${from} -> ${to}`);
  const global =
    /\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bset(Timeout|Interval|Immediate)\(|\bfetch\(|\bprocess\./;
  const ofGlobals = files.filter((file) => pure.has(room(file)) && global.test(codeOf(file)));
  expect([...ofNode, ...ofGlobals]).toEqual([]);
});

test('only the edges print, end the process or read the environment', () => {
  // The driver reads libpq's variables in `db`, and what it leaves out is read beside it.
  const allowed = /^((cli|config|testing)\/|db\/(tls|url)\.ts$)/;
  const wrong = files
    .filter((file) => !allowed.test(file))
    .filter((file) => /\bprocess\.(exit|env|stdout|stderr)\b|\bconsole\./.test(codeOf(file)));
  expect(wrong).toEqual([]);
});

test('a path beside a module says the room, since the build joins modules in a directory of another name', () => {
  const wrong = files.filter((file) => /new URL\('\.\/[^']*', import\.meta\.url\)/.test(codeOf(file)));
  expect(wrong).toEqual([]);
});

test('the differ and the planner name no kind of object', () => {
  const named = new RegExp(`['"\`](${factKinds.join('|')})['"\`]`);
  const planner = files.filter((file) => file === 'diff/diff.ts' || file.startsWith('diff/planner/'));
  expect(planner.length).toBeGreaterThan(4);
  expect(planner.filter((file) => named.test(codeOf(file)))).toEqual([]);
});

test('what callers get is flows, nouns, and what they need to call and to print them', () => {
  const others = ['cli/settings.ts', 'config/define.ts', 'report/formats/json.ts'];
  const wrong = imports
    .filter(({ from }) => from === 'index.ts')
    .map(target)
    .filter((to) => !['flows', 'model'].includes(room(to)) && !others.includes(to));
  expect(wrong).toEqual([]);
});

test('no values are imported in a circle', () => {
  const needs = new Map(files.map((file) => [file, [] as string[]]));
  for (const one of imports)
    if (one.to.startsWith('.') && !one.typeOnly) needs.get(one.from)?.push(target(one));
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (done.has(file) || way.includes(file)) return;
    for (const next of needs.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

/** What other programs import by the package's name. */
const entries = ['index.ts', 'config/define.ts', 'testing/testing.ts'];

test('whatever a file exports, another one names', () => {
  const texts = ['../src', '../test', '../bench', '../scripts'].flatMap((folder) => {
    const dir = resolve(import.meta.dirname, folder);
    return readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[jt]s$/.test(name))
      .map((name) => {
        const text = readFileSync(join(dir, name), 'utf8');
        const imported = [...text.matchAll(/\/([\w.-]+)'/g)].map(([, file]) => file);
        return { path: join(dir, name), imported: new Set(imported), words: new Set(text.match(/\w+/g)) };
      });
  });
  const unnamed = files.flatMap((file) => {
    const path = join(src, file);
    const importers = texts.filter((one) => one.path !== path && one.imported.has(basename(file)));
    const exported = codeOf(file).matchAll(
      /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm,
    );
    return [...exported]
      .map(([, name]) => name as string)
      .filter((name) => !importers.some(({ words }) => words.has(name)))
      .map((name) => `${file}: ${name}`);
  });
  expect(unnamed.filter((one) => !entries.some((entry) => one.startsWith(`${entry}:`)))).toEqual([]);
});

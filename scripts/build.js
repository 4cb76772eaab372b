// Compiles src to dist: declarations as they are, programs joined into few files, since loading hundreds took a third of a short
// command. Names the build by its content, so that caches of another build are not taken for its own.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { program, run } from './setup.js';

/** What package.json exports and `bin` starts; then what bench/ and the tests of whole programs begin at. */
const entries = [
  'cli/main',
  'index',
  'testing/testing',
  'config/define',
  'catalog/read-schema',
  'db/session',
  'diff/plan',
  'engine/open',
  'history/detect/detect',
  'history/read',
  'rules/rules',
  'sql/split',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = `${root}dist/modules`;
const idFile = `${root}dist/build-id.txt`;

function sources() {
  return readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name) && !/\.(test|suite)\.ts$/.test(name))
    .sort();
}

/** A hash over the sources and what they are compiled with. */
function buildId() {
  const hash = createHash('sha256');
  for (const name of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'scripts/build.js',
  ]) {
    hash.update(readFileSync(`${root}${name}`));
  }
  for (const name of sources()) hash.update(`\n${name}\n`).update(readFileSync(`${root}src/${name}`));
  return hash.digest('hex').slice(0, 16);
}

export async function buildIfNeeded() {
  const id = buildId();
  if (existsSync(idFile) && readFileSync(idFile, 'utf8') === id) return;
  rmSync(`${root}dist`, { recursive: true, force: true });
  run(process.execPath, [program('typescript', 'bin/tsc'), '-p', 'tsconfig.build.json']);
  await join();
  rmSync(modules, { recursive: true });
  for (const name of sources()) {
    if (name.endsWith('.js') && statSync(`${root}src/${name}`).isFile())
      copyFileSync(`${root}src/${name}`, `${root}dist/${name}`);
  }
  writeFileSync(idFile, id);
}

/** What is joined lies one directory deep, as the rooms do, but in which is not foreseen: paths from `import.meta.url` begin with `..`. */
async function join() {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, `${modules}/${name}.js`])),
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    platform: 'node',
  });
  await bundle.write({
    dir: `${root}dist`,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfNeeded();

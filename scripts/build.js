// Compiles src to dist, and names the build by its content, so that caches of another build are not taken for its own.
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
import { fileURLToPath } from 'node:url';
import { program, run } from './setup.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const idFile = `${root}dist/build-id.txt`;

function sources() {
  return readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name) && !/\.(test|suite)\.ts$/.test(name))
    .sort();
}

/** A hash over the sources and what they are compiled with. */
function buildId() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
    hash.update(readFileSync(`${root}${name}`));
  }
  for (const name of sources()) hash.update(`\n${name}\n`).update(readFileSync(`${root}src/${name}`));
  return hash.digest('hex').slice(0, 16);
}

export function buildIfNeeded() {
  const id = buildId();
  if (existsSync(idFile) && readFileSync(idFile, 'utf8') === id) return;
  rmSync(`${root}dist`, { recursive: true, force: true });
  run(process.execPath, [program('typescript', 'bin/tsc'), '-p', 'tsconfig.build.json']);
  for (const name of sources()) {
    if (name.endsWith('.js') && statSync(`${root}src/${name}`).isFile())
      copyFileSync(`${root}src/${name}`, `${root}dist/${name}`);
  }
  writeFileSync(idFile, id);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildIfNeeded();

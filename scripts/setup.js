// What `npm start` and `npm test` share: each must work as the first command ever run in a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const root = new URL('..', import.meta.url);

/** Runs a command in the repository and ends this process with its exit code where it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs what the lock file names, unless that is what is there. */
export function installIfNeeded() {
  if (isInstalled()) return;
  console.error('Installing dependencies (once) ...');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm) run(process.execPath, [npm, ...args], { stdio: ['ignore', 2, 2] });
  else run('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

function isInstalled() {
  const installed = new URL('node_modules/.package-lock.json', root);
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')).packages;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, link, devOptional }]) => {
    if (path === '' || optional || devOptional || link || !path.includes('node_modules/')) return true;
    return have[path]?.version === version;
  });
}

/** Builds `dist` where a source is newer than it. */
export async function build() {
  const { buildIfNeeded } = await import('./build.js');
  await buildIfNeeded();
}

/** The path of a package's program, run through node. */
export function program(name, bin) {
  const require = createRequire(import.meta.url);
  return new URL(bin, `file://${require.resolve(`${name}/package.json`)}`).pathname;
}

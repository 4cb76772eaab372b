// `strata check` with all its rules beside squawk, on the same files: `node bench/lint.js [--assume] FOLDER...`, else on systems/*.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forgetRehearsals, median, printTable, runNode, shownTime, timed } from './measure.js';

const rounds = 3;
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const here = fileURLToPath(new URL('..', import.meta.url));
const dist = (/** @type {string} */ path) => new URL(`../dist/${path}`, import.meta.url).href;
const strata = join(here, 'bin/strata.js');
const { findProjects } = await import(dist('history/detect/detect.js'));
const { readHistory } = await import(dist('history/read.js'));
const { rules } = await import(dist('rules/rules.js'));
const { splitStatements } = await import(dist('sql/split.js'));

/** @typedef {{ rule_name: string, file: string, line: number }} Said What squawk says; lines from 0. */
/** @typedef {{ rule: string, severity: string, file?: string, line?: number }} Found */
/** @typedef {{ dir: string, findings: Found[] }} Project */

/** What each rule of ours has from squawk. @type {ReadonlyMap<string, ReadonlySet<string>>} */
const ancestors = new Map(
  rules.map((/** @type {{ id: string, descendsFrom: string[] }} */ { id, descendsFrom }) => [
    id,
    new Set(descendsFrom.filter((one) => one.startsWith('squawk:')).map((one) => one.slice(7))),
  ]),
);

/** Rules about locks that no text names. */
const seenOnly = new Set([
  'hidden-lock',
  'referenced-lock',
  'several-locks',
  'work-under-lock',
  'drop-cascade',
]);

const squawk = [join(here, 'node_modules/.bin/squawk'), 'squawk'].find(
  (command) => spawnSync(command, ['--version']).status === 0,
);
const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'strata-bench-'));
const cacheDir = join(home, 'cache');
const env = { ...process.env, STRATA_CACHE_DIR: cacheDir };

/** @param {string} command @param {readonly string[]} words @returns {Promise<string>} */
function outputOf(command, words) {
  return new Promise((done, failed) => {
    const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', failed);
    child.on('close', () => done(text));
  });
}

/**
 * Which statement of a file stands on a line, from 1.
 * @param {string} file
 * @param {number} line
 */
function statementAt(file, line) {
  const text = readFileSync(file, 'utf8');
  const lineAt = (/** @type {number} */ offset) => text.slice(0, offset).split('\n').length;
  return splitStatements(text).statements.findIndex(
    (/** @type {{ start: number, end: number }} */ { start, end }) =>
      lineAt(start) <= line && line <= lineAt(end),
  );
}

/**
 * Whether squawk says the like of the statement that a finding is about.
 * @param {Found} found
 * @param {readonly Said[]} said
 */
function isShared({ rule, file, line }, said) {
  const own = ancestors.get(rule);
  if (own === undefined || file === undefined || line === undefined) return false;
  const near = said.filter((one) => own.has(one.rule_name) && one.file.endsWith(file));
  if (near.length === 0) return false;
  const path = /** @type {Said} */ (near[0]).file;
  const at = statementAt(path, line);
  return near.some((one) => statementAt(path, one.line + 1) === at);
}

/** @param {string} folder */
async function measure(folder) {
  const { projects } = await findProjects(folder);
  /** @type {string[]} */
  const files = [];
  for (const root of projects)
    for (const { up } of (await readHistory(root)).migrations) files.push(join(root.dir, up.file));
  const check = () => timed(() => runNode([strata, 'check', folder, ...options, '--fail-on', 'never'], env));
  /** @type {[number[], number[], number[]]} */
  const [cold, warm, lint] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    forgetRehearsals(cacheDir);
    cold.push(await check());
    warm.push(await check());
    if (squawk !== undefined) lint.push(await timed(() => outputOf(squawk, files)));
  }
  /** @type {{ projects: Project[] }} */
  const report = JSON.parse(
    await outputOf(process.execPath, [strata, 'check', folder, ...options, '--json', '--fail-on', 'never']),
  );
  /** @type {readonly Said[]} */
  const said =
    squawk === undefined ? [] : JSON.parse(await outputOf(squawk, ['--reporter', 'json', ...files]));
  const told = report.projects.flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity !== 'info'),
  );
  const beyond = told.filter((found) => !isShared(found, said));
  const locks = report.projects.flatMap(({ findings }) => findings.filter(({ rule }) => seenOnly.has(rule)));
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  return {
    files: files.length,
    bytes,
    cold: median(cold),
    warm: median(warm),
    lint: median(lint),
    said,
    told,
    beyond,
    locks,
  };
}

try {
  const given = process.argv.slice(2).flatMap((word) => (options.includes(word) ? [] : [resolve(word)]));
  const folders =
    given.length > 0
      ? given
      : readdirSync(join(here, 'systems'))
          .map((name) => join(here, 'systems', name))
          .filter((folder) => existsSync(join(folder, 'package.json')));
  await runNode([strata, 'check', join(here, 'cases/incidents/stale-columns'), '--fail-on', 'never'], env);
  const rows = [
    [
      'project',
      'files',
      'squawk',
      'strata, cold',
      'strata, nothing changed',
      'squawk says',
      'strata warns',
      'of that not said by squawk',
      'locks that only a rehearsal sees',
    ],
  ];
  /** @type {Map<string, number>} */
  const byRule = new Map();
  for (const folder of folders) {
    const seen = await measure(folder);
    for (const { rule } of seen.beyond) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
    rows.push([
      basename(folder),
      `${seen.files} (${Math.round(seen.bytes / 1024)} kB)`,
      squawk === undefined ? '' : shownTime(seen.lint),
      shownTime(seen.cold),
      shownTime(seen.warm),
      squawk === undefined ? '' : String(seen.said.length),
      String(seen.told.length),
      squawk === undefined ? '' : String(seen.beyond.length),
      String(seen.locks.length),
    ]);
  }
  printTable(`strata check beside squawk, medians of ${rounds} whole processes`, rows);
  const most = [...byRule].sort((a, b) => b[1] - a[1]).map(([rule, count]) => [rule, String(count)]);
  if (squawk === undefined)
    process.stdout.write('squawk is not installed: npm install --no-save squawk-cli\n');
  else printTable('What squawk does not say, by rule', [['rule', 'findings'], ...most]);
} finally {
  rmSync(home, { recursive: true, force: true });
}

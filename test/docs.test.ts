import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const cache = mkdtempSync(join(tmpdir(), 'strata-docs-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** Every page that a person reads. */
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

/** `$ npx strata ...` with the output that follows it in a console block. */
const shown = pages.flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
    (block as string)
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...output] = part.split('\n');
        return { page, command, output: output.join('\n').trim() };
      }),
  ),
);

const run = promisify(execFile);

async function runCommand(command: string): Promise<string> {
  const [, name, ...args] = command.split(' ');
  expect(name).toBe('strata');
  const env = { ...process.env, NO_COLOR: '1', STRATA_CACHE_DIR: cache };
  const options = { cwd: root, env, encoding: 'utf8' as const };
  const done = await run(process.execPath, ['bin/strata.js', ...args], options).catch(
    (failed: { stdout: string }) => failed,
  );
  return done.stdout;
}

/** Times differ from run to run; everything else that the docs print is what the command prints. */
function withoutTimes(text: string): string {
  return text.replaceAll(/\d+(?:\.\d+)? (?:µs|ms|s)\b/g, 'TIME').trim();
}

describe('the commands in the docs print what the docs show', () => {
  for (const { page, command, output } of shown) {
    test(`${page}: ${command}`, async () => {
      const printed = withoutTimes(await runCommand(command));
      expect(printed.slice(0, withoutTimes(output).length)).toBe(withoutTimes(output));
    });
  }
});

test('the README shows at least a check and a replay', () => {
  const commands = shown
    .filter(({ page }) => page === 'README.md')
    .map(({ command }) => command.split(' ')[2]);
  expect(commands).toEqual(expect.arrayContaining(['check', 'replay']));
});

test('links between pages lead somewhere', () => {
  const all = [...pages, 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'GLOSSARY.md', 'CHANGELOG.md'];
  const broken = all.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      .map(([, target]) => target as string)
      .filter((target) => !existsSync(resolve(root, dirname(page), target)))
      .map((target) => `${page} -> ${target}`),
  );
  expect(broken).toEqual([]);
});

async function commandNames(): Promise<readonly string[]> {
  const help = await runCommand('npx strata --help');
  return [...help.matchAll(/^ {2}([a-z-]+) (?:\[|<|\w)/gm)]
    .map(([, name]) => name as string)
    .filter((name) => name !== 'help');
}

test('the files that pages name are there', () => {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `/${folder}/${name.replaceAll('\\', '/')}`,
    ),
  );
  const named = [...pages, 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'COVERAGE.md'].flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/`((?:[a-z-]+\/)*[a-z-]+(?:\.test)?\.ts)`/g)].map(
      ([, name]) => name as string,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});

test('every option is told of on a page', { timeout: 60_000 }, async () => {
  const text = pages.map((page) => readFileSync(join(root, page), 'utf8')).join('\n');
  const untold: string[] = [];
  for (const name of await commandNames()) {
    const help = await runCommand(`npx strata ${name} --help`);
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option as string);
    expect(options).toContain('--help');
    untold.push(...options.filter((option) => !new RegExp(`${option}(?![a-z-])`).test(text)));
  }
  expect(untold).toEqual([]);
});

test('every command has a row in the README', async () => {
  const commands = await commandNames();
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.filter((name) => !readme.includes(`strata ${name}`))).toEqual([]);
});

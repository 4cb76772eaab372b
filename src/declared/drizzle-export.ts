import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StrataError } from '../model/errors.ts';

const run = promisify(execFile);

/** The program of the drizzle-kit that a project has installed, with its version; undefined where it has none. */
function findDrizzleKit(dir: string): { readonly program: string; readonly version: string } | undefined {
  for (let at = dir; ; at = dirname(at)) {
    const manifest = join(at, 'node_modules/drizzle-kit/package.json');
    if (existsSync(manifest)) {
      const { bin, version } = JSON.parse(readFileSync(manifest, 'utf8')) as {
        bin?: string | Readonly<Record<string, string>>;
        version: string;
      };
      const program = typeof bin === 'string' ? bin : bin?.['drizzle-kit'];
      return program === undefined ? undefined : { program: join(dirname(manifest), program), version };
    }
    if (at === dirname(at)) return undefined;
  }
}

/** The DDL of a Drizzle schema, as the project's own drizzle-kit exports it. Runs the project's code. */
export async function exportDrizzle(config: string): Promise<string> {
  const dir = dirname(config);
  const kit = findDrizzleKit(dir);
  if (kit === undefined) {
    throw new StrataError('usage', 'drizzle-kit is not installed in the project', {
      hint: 'Install the project: npm install',
    });
  }
  try {
    const args = [kit.program, 'export', `--config=${basename(config)}`];
    const { stdout } = await run(process.execPath, args, { cwd: dir, timeout: 120_000, maxBuffer: 2 ** 28 });
    return stdout;
  } catch (error) {
    const {
      stderr = '',
      stdout = '',
      killed,
    } = error as Partial<Record<'stderr' | 'stdout', string>> & {
      killed?: boolean;
    };
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /error/i.test(line));
    const reason = killed
      ? 'it has not ended after 2 minutes: does the schema, or what it imports, wait for a database?'
      : (lines[0]?.trim() ?? 'it says nothing');
    throw new StrataError('project', `drizzle-kit export fails: ${reason}`, {
      hint: `In ${dir}: npx drizzle-kit export --config=${basename(config)}`,
      cause: error,
    });
  }
}

const mostFiles = 20_000;

/**
 * What an export may depend on: every program file of a repository, by name, size and time, since a schema may be put together
 * from anywhere in it, as from another package of a monorepo. Never the same twice where they are too many to be asked.
 */
export function drizzleInputs(config: string, repository = dirname(config)): readonly unknown[] {
  const kit = findDrizzleKit(dirname(config));
  if (kit === undefined) return [];
  const files: unknown[] = [kit];
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined && files.length < mostFiles; at = waiting.pop()) {
    for (const entry of readdirSync(join(repository, at), { withFileTypes: true })) {
      const name = join(at, entry.name);
      if (entry.isDirectory() && !/^(?:node_modules|\..*|dist|build|coverage)$/.test(entry.name))
        waiting.push(name);
      if (!entry.isFile() || !/\.(?:[cm]?[jt]sx?|json)$/.test(entry.name)) continue;
      const { size, mtimeMs } = statSync(join(repository, name));
      files.push([name, size, mtimeMs]);
    }
  }
  if (files.length >= mostFiles) return [...files, randomUUID()];
  return files.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

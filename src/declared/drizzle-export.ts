import { execFile } from 'node:child_process';
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
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /error/i.test(line));
    throw new StrataError('project', `drizzle-kit export fails: ${lines[0]?.trim() ?? 'it says nothing'}`, {
      hint: `In ${dir}: npx drizzle-kit export --config=${basename(config)}`,
      cause: error,
    });
  }
}

const mostFiles = 20_000;

/**
 * What an export may depend on: every program file of the configuration's directory, by name, size and time. A schema may be
 * put together from anywhere in it.
 */
export function drizzleInputs(config: string): readonly unknown[] {
  const dir = dirname(config);
  const kit = findDrizzleKit(dir);
  if (kit === undefined) return [];
  const files: unknown[] = [kit];
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined && files.length < mostFiles; at = waiting.pop()) {
    for (const entry of readdirSync(join(dir, at), { withFileTypes: true })) {
      const name = join(at, entry.name);
      if (entry.isDirectory() && !/^(?:node_modules|\..*|dist|build|coverage)$/.test(entry.name))
        waiting.push(name);
      if (!entry.isFile() || !/\.(?:[cm]?[jt]sx?|json)$/.test(entry.name)) continue;
      const { size, mtimeMs } = statSync(join(dir, name));
      files.push([name, size, mtimeMs]);
    }
  }
  return files.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { StrataError } from '../model/errors.ts';
import * as define from './define.ts';

const known = new Map<string, Promise<unknown>>();

/**
 * What a configuration says, before it is found right. A command asks for the same file several times, and loading TypeScript
 * takes its time. Throws a `config` error with the place of what is wrong.
 */
export function readConfig(file: string): Promise<unknown> {
  const stats = statSync(file);
  // Of a named pipe, reading would wait for ever.
  if (!stats.isFile())
    throw new StrataError('config', `${file} is not a file`, {
      hint: 'The configuration is a file that is read. Write one in its place, or take this away.',
    });
  const key = `${file} ${stats.mtimeMs}`;
  const reading = known.get(key) ?? (file.endsWith('.json') ? readJson(file) : runConfig(file));
  known.set(key, reading);
  return reading;
}

async function readJson(file: string): Promise<unknown> {
  const written = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new StrataError('config', `${file} cannot be read (${cause.code})`, {
      hint: 'The configuration has to be a file that this user may read.',
      cause,
    });
  });
  const text = written.replace(/^\ufeff/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    const before = /at position (\d+)/.exec(message)?.[1];
    const lines = before === undefined ? undefined : text.slice(0, Number(before)).split('\n');
    throw cannotBeLoaded(file, message, {
      place: lines && [lines.length, (lines.at(-1)?.length ?? 0) + 1],
      hint: 'It must be JSON, without comments and without a comma after the last entry.',
      cause,
    });
  }
}

let running: string | undefined;

/** The configuration that is being run: where the process ends meanwhile, that is why. */
export function configUnderWay(): string | undefined {
  return running;
}

const asDefault = 'It must export the configuration as its default: export default defineConfig({ … });';

async function runConfig(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const loader = createJiti(import.meta.url, {
    moduleCache: false,
    // A compiled copy in a directory that all share would be run the next time, whoever has written it.
    fsCache: false,
    // It would take null for a promise.
    interopDefault: false,
    // There without being installed in the project.
    virtualModules: { 'pgstrata/config': define },
  });
  running = file;
  try {
    return exported(file, await loader.import(file));
  } catch (cause) {
    if (cause instanceof StrataError) throw cause;
    const { message, stack = '' } = cause instanceof Error ? cause : new Error(String(cause));
    const [line = '', at = ''] = message.replace(/^ParseError: /, '').split('\n');
    const written = placeIn(file, at);
    throw cannotBeLoaded(file, line.trim(), {
      place: written ?? startOfLine(file, placeIn(file, stack)),
      hint: hintOn(line, written === undefined),
      cause,
    });
  } finally {
    running = undefined;
  }
}

/** The default of a module; all of it where it is CommonJS. */
function exported(file: string, module: unknown): unknown {
  const exports = (module ?? {}) as Readonly<Record<string, unknown>>;
  const isEsm = exports.__esModule === true;
  const value =
    'default' in exports ? exports.default : isEsm || Object.keys(exports).length === 0 ? undefined : exports;
  if (value !== undefined && value !== null) return value;
  throw new StrataError('config', `${file} exports no configuration`, { hint: asDefault });
}

/** Where a message or a stack says that something is wrong in a file: line and column. */
function placeIn(file: string, text: string): readonly [number, number] | undefined {
  const start = text.indexOf(`${file}:`);
  const [, line, column] = /^:(\d+):(\d+)/.exec(start === -1 ? '' : text.slice(start + file.length)) ?? [];
  return line === undefined ? undefined : [Number(line), Math.max(Number(column), 1)];
}

/** Where the line of a place begins: what ran was made from the source, whose lines it keeps, but not their columns. */
function startOfLine(
  file: string,
  place: readonly [number, number] | undefined,
): readonly [number, number] | undefined {
  if (place === undefined) return undefined;
  const [line] = place;
  const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
  return [line, Math.max(text.search(/\S/), 0) + 1];
}

function hintOn(message: string, hasRun: boolean): string {
  if (/^Cannot find (module|package)/.test(message))
    return 'Install what it imports where the configuration lies, or take the import out.';
  return hasRun ? 'It is run to be read: mend what stops it there.' : 'Mend what is not valid there.';
}

function cannotBeLoaded(
  file: string,
  reason: string,
  { place, hint, cause }: { place: readonly [number, number] | undefined; hint: string; cause: unknown },
): StrataError {
  if (place === undefined)
    return new StrataError('config', `${file} cannot be loaded: ${reason}`, { hint, cause });
  const [line, column] = place;
  return new StrataError('config', `cannot be loaded: ${reason}`, {
    where: { file, line, column },
    hint,
    cause,
  });
}

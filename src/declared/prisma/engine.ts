import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as schemaEngine from '@prisma/schema-engine-wasm';
import { StrataError } from '../../model/errors.ts';
import type { PrismaFile } from './blocks.ts';

/** What Prisma's validation says of a place in a schema. */
export interface PrismaDiagnostic {
  readonly file: string;
  /** Half-open range in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly isWarning: boolean;
}

const require = createRequire(import.meta.url);

/** Everything that Prisma's own validation has to say of a schema, by file and place. */
export function lintPrisma(files: readonly PrismaFile[]): readonly PrismaDiagnostic[] {
  const { lint } = require('@prisma/prisma-schema-wasm') as { lint(input: string): string };
  const found = guarded(() => lint(JSON.stringify(files.map(({ name, text }) => [name, text]))));
  return (JSON.parse(found) as readonly LintEntry[]).map((entry) => {
    const bytes = Buffer.from(files.find(({ name }) => name === entry.file_name)?.text ?? '');
    const offset = (at: number): number => bytes.subarray(0, at).toString().length;
    return {
      file: entry.file_name,
      start: offset(entry.start),
      end: offset(entry.end),
      text: entry.text,
      isWarning: entry.is_warning,
    };
  });
}

interface LintEntry {
  readonly file_name: string;
  /** In bytes. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** The DDL with which Prisma would make an empty database what a valid schema says. */
export async function prismaDdl(files: readonly PrismaFile[]): Promise<string> {
  const { SchemaEngine } = await loadEngine();
  const datamodels = files.map(({ name, text }): [string, string] => [name, text]);
  return await guardedAsync(async () => {
    const engine = await SchemaEngine.new({ datamodels }, () => {}, emptyServer);
    try {
      const { stdout } = await engine.diff({
        from: { tag: 'empty' },
        to: {
          tag: 'schemaDatamodel',
          files: files.map(({ name, text }) => ({ path: name, content: text })),
        },
        script: true,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      });
      return stdout ?? '';
    } finally {
      engine.free();
    }
  });
}

type SchemaEngineModule = typeof schemaEngine & { __wbg_set_wasm(exports: object): void };

/** The part of the global that is used here; its types come with a browser's. */
interface WasmLoader {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
}

let loaded: Promise<SchemaEngineModule> | undefined;

/** The engine's module. The package's own entry imports the WebAssembly file as a module, which Node does not do without a flag. */
export function loadEngine(): Promise<SchemaEngineModule> {
  listenForPanics();
  loaded ??= (async () => {
    const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as SchemaEngineModule;
    const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WasmLoader };
    const { instance } = await WebAssembly.instantiate(await readFile(file), {
      './schema_engine_bg.js': glue,
    });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue;
  })();
  return loaded;
}

const done = <T>(value: T) => Promise.resolve({ ok: true, value });

/** The driver adapter of a server that holds nothing: it is asked for its version and no more. */
const emptyServer = {
  provider: 'postgres',
  adapterName: 'strata',
  errorRegistry: { consumeError: () => undefined },
  connect: () => done(emptyConnection),
  connectToShadowDb: () => done(emptyConnection),
};

const emptyConnection = {
  provider: 'postgres',
  adapterName: 'strata',
  queryRaw: () =>
    done({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [5, 7, 0],
      rows: [[true, 'PostgreSQL 18.4', 180004]],
    }),
  executeRaw: () => done(0),
  executeScript: () => done(undefined),
  startTransaction: () => Promise.reject(new Error('there is no server')),
  getConnectionInfo: () => ({ ok: true, value: { schemaName: 'public', supportsRelationJoins: false } }),
  dispose: () => done(undefined),
};

const registry = {
  message: '',
  set_message: (message: string) => {
    registry.message = message;
  },
};

/** Both packages tell of a panic through one global, and are of no use after it. */
function listenForPanics(): void {
  (globalThis as { PRISMA_WASM_PANIC_REGISTRY?: unknown }).PRISMA_WASM_PANIC_REGISTRY ??= registry;
  registry.message = '';
}

function guarded<T>(work: () => T): T {
  listenForPanics();
  try {
    return work();
  } catch (error) {
    throw failed(error);
  }
}

/** A panic in the middle of an asynchronous call is thrown where nobody can catch it, and the call never ends. */
async function guardedAsync<T>(work: () => Promise<T>): Promise<T> {
  listenForPanics();
  let trap = (_error: unknown): void => {};
  const panicked = new Promise<never>((_, reject) => {
    trap = reject;
  });
  traps.add(trap);
  // Listeners would come too late: the first of them may end the process.
  if (traps.size === 1) process.setUncaughtExceptionCaptureCallback(springTraps);
  try {
    return await Promise.race([work(), panicked]);
  } catch (error) {
    throw failed(error);
  } finally {
    traps.delete(trap);
    if (traps.size === 0) process.setUncaughtExceptionCaptureCallback(null);
  }
}

/** Those of the calls that are under way. Whose panic it was cannot be told, and the engine is of no use to any of them. */
const traps = new Set<(error: unknown) => void>();

function springTraps(error: unknown): void {
  for (const trap of traps) trap(error);
}

function failed(error: unknown): StrataError {
  if (registry.message !== '') loaded = undefined;
  const message =
    registry.message === '' ? (error instanceof Error ? error.message : String(error)) : registry.message;
  return new StrataError('engine', `Prisma's schema engine gave up: ${message.split('\n')[0]}`, {
    cause: error,
  });
}

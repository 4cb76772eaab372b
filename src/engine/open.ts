import type { Engine, OpenOptions } from './engine.ts';

/** Opens a throwaway PostgreSQL. Loads only the implementation that is asked for. */
export async function openEngine(options: OpenOptions): Promise<Engine> {
  if (options.kind === 'pglite') {
    const { openPglite } = await import('./pglite.ts');
    return await openPglite(options);
  }
  const { openNative } = await import('./native.ts');
  return await openNative(options);
}

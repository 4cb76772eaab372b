import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import { setUpServer } from '../../replay/server-setup.ts';
import type { LoadOptions } from './load-source.ts';

/** A throwaway PostgreSQL as a server is before its first migration. */
export async function openPrelude({
  settings,
  platform,
}: Pick<LoadOptions, 'settings' | 'platform'>): Promise<Engine> {
  const engine = await openEngine({
    kind: settings.engine,
    base: { platform, extensions: settings.extensions },
    ...(settings.cacheDir === undefined ? {} : { cacheDir: settings.cacheDir }),
  });
  try {
    await setUpServer(engine, settings);
    return engine;
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

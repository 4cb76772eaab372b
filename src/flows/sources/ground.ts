import type { ReadOptions } from '../../catalog/read-schema.ts';
import type { Database, Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import type { History, Platform } from '../../model/migration.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { readDatabase as readAs } from '../../replay/history-schema.ts';
import { engineOf, makeOwnSchemas, setUpServer } from '../../replay/server-setup.ts';

/** What is read of a source, and how it is brought to life. */
export interface LoadOptions extends Pick<ReadOptions, 'schemas' | 'exclude'> {
  readonly cwd: string;
  readonly settings: ProjectSettings;
  /** What exists before a source that names no platform itself. */
  readonly platform: Platform;
  /** Schemas that the history's runner makes by itself. */
  readonly ownSchemas?: readonly string[] | undefined;
  /** What a live source is compared with: its ledger, which no migration makes, is left out there. */
  readonly history?: History | undefined;
}

/** A throwaway database that a plan, a proof or a comparison starts from. To be cloned, nobody may be connected to it. */
export interface Ground {
  readonly engine: Engine;
  readonly database: Database;
}

/** Where a throwaway PostgreSQL is opened, and who is told of slow first steps. */
type Place = Pick<LoadOptions, 'settings' | 'platform' | 'ownSchemas'> & {
  readonly onProgress?: (message: string) => void;
};

/** What a history finds before its first migration. */
export function groundFor({ platform, schemas }: History): Pick<LoadOptions, 'platform' | 'ownSchemas'> {
  return { platform, ownSchemas: schemas };
}

/** A throwaway PostgreSQL with nothing but its platform. */
export async function openEmpty({ settings, platform, onProgress }: Place): Promise<Engine> {
  return openEngine({
    ...engineOf({ platform }, settings),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** A throwaway PostgreSQL as a server is before its first migration. */
export async function openPrelude(place: Place): Promise<Engine> {
  return closeOnFailure(await openEmpty(place), async (engine) => {
    await setUpServer(engine, place.settings);
    await makeOwnSchemas(engine, { schemas: place.ownSchemas ?? [] });
    return engine;
  });
}

/** Hands what was opened on to whoever gets what `work` makes of it; where that fails, it is closed. */
export async function closeOnFailure<Opened extends AsyncDisposable, Made>(
  opened: Opened,
  work: (opened: Opened) => Promise<Made>,
): Promise<Made> {
  try {
    return await work(opened);
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

/** Who acts in a throwaway database: the role whose objects carry no owner in a Schema. */
export function actingRole(settings: ProjectSettings): 'owner' | 'superuser' {
  return settings.superuser ? 'superuser' : 'owner';
}

/** Reads a throwaway database as its acting role sees it. */
export async function readDatabase(
  database: Database,
  options: Pick<LoadOptions, 'schemas' | 'exclude' | 'settings'>,
): Promise<Schema> {
  const { schemas, exclude, settings } = options;
  return readAs(database, { schemas, exclude, superuser: settings.superuser });
}

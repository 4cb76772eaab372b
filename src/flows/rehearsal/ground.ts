import type { ReadOptions } from '../../catalog/read-schema.ts';
import type { Database, Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import type { History, Platform } from '../../model/migration.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { readAsMaker } from '../../replay/read-as-maker.ts';
import { engineOf, makeOwnSchemas, setUpServer } from '../../replay/server-setup.ts';

/** How a source is loaded and read. */
export interface LoadOptions extends Pick<ReadOptions, 'schemas' | 'exclude' | 'secrets'> {
  readonly cwd: string;
  readonly settings: ProjectSettings;
  /** The platform of a source that names none itself. */
  readonly platform: Platform;
  /** Schemas that the history's runner makes by itself. */
  readonly ownSchemas?: readonly string[] | undefined;
  /** The history that a live source is compared with. Its ledger, which no migration makes, is left out of the live Schema. */
  readonly history?: History | undefined;
}

/**
 * A throwaway database that a plan, a proof or a comparison starts from. It can be cloned only while nobody is connected to it.
 */
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

/** Who acts in a throwaway database: the role whose objects carry no owner in a Schema. */
export function actingRole(settings: ProjectSettings): 'owner' | 'superuser' {
  return settings.superuser ? 'superuser' : 'owner';
}

/** Reads a throwaway database as its acting role sees it. */
export async function readDatabase(
  database: Database,
  options: Pick<LoadOptions, 'schemas' | 'exclude' | 'secrets' | 'settings'>,
): Promise<Schema> {
  const { schemas, exclude, secrets, settings } = options;
  return readAsMaker(database, { schemas, exclude, secrets, superuser: settings.superuser });
}

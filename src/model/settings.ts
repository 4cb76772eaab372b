import type { Layout, Platform, Runner } from './migration.ts';
import type { Rename } from './plan.ts';
import type { EngineKind } from './trace.ts';

/** What a flow must know of one project, after arguments and configuration were read; only overrides, seeds and migrations may be absent. */
export interface ProjectSettings {
  /** Says otherwise than what was detected. */
  readonly overrides: {
    readonly layout?: Layout;
    readonly runner?: Runner;
    readonly platform?: Platform;
    readonly ledgerTable?: string;
    readonly placeholders?: Readonly<Record<string, string>>;
  };
  readonly engine: EngineKind;
  readonly superuser: boolean;
  /** Stand-ins of the project's own: extension name -> SQL. */
  readonly extensions: Readonly<Record<string, string>>;
  /** Roles that exist before the first migration. */
  readonly roles: readonly string[];
  /** SQL that makes what else is there before the first migration; empty for none. */
  readonly setup: string;
  /** Seed files or patterns of them, absolute; absent: those that the project's own layout names. */
  readonly seeds?: readonly string[];
  /** The folder of the migrations that the configuration names, absolute; absent: found by its layout. */
  readonly migrations?: string;
  /** Where the declared schema lies, absolute; undefined: found by its usual names. */
  readonly schema: string | undefined;
  /** What the configuration tells of names that changed. */
  readonly renames: readonly Rename[];
  /** Take from and keep in the cache. */
  readonly cache: boolean;
  /** Where caches live; undefined: the user's usual place. */
  readonly cacheDir: string | undefined;
}

import type { Rename } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { Ground } from '../rehearsal/ground.ts';
import type { Source } from './sources.ts';

/** A source as a Schema, with the throwaway database that holds it. */
export interface LoadedSource extends AsyncDisposable {
  readonly source: Source;
  readonly schema: Schema;
  /** Undefined for a live source that could not be rebuilt: `notes` says why. */
  readonly ground: Ground | undefined;
  /** What a person should know of how it was read, a sentence each. */
  readonly notes: readonly string[];
  /** Renames that its comments declare, or that follow from how it names keys. They are planned before anything else. */
  readonly renames?: readonly Rename[];
  /** Its files hold no statement, or no model. A file that was cut off looks like that, as does one that nobody has filled yet. */
  readonly isEmpty?: boolean | undefined;
}

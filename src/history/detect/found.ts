import type { ConfiguredFolder } from './configured-folder.ts';
import type { Recognition } from './recognise.ts';

/** A folder that was recognised, and what a configuration says of it. */
export type Found = Recognition & {
  readonly config?: ConfiguredFolder;
  /** Absolute paths of further folders of the same history. */
  readonly more?: readonly string[];
};

/** With the absolute path of the folder. */
export type Located = readonly [folder: string, found: Found];

import { isEmptySql, type SqlFile } from '../sql-file.ts';

/** A file for empty databases that makes in one step what other files made one after the other. */
interface Checkpoint {
  /** Position of the file, and of those that it stands for. */
  readonly at: number;
  readonly covers: ReadonlySet<number>;
}

/** The file with which an empty database begins, as the files themselves say; undefined where it is the first one. */
export function checkpointOf(files: readonly SqlFile[]): Checkpoint | undefined {
  return atlasCheckpoint(files) ?? latestRevision(files);
}

/**
 * Atlas: the newest file whose head says `-- atlas:checkpoint` stands for all before it.
 * https://atlasgo.io/versioned/checkpoint
 */
function atlasCheckpoint(files: readonly SqlFile[]): Checkpoint | undefined {
  const at = files.findLastIndex(({ text }) => {
    const mark = /^--[ \t]*atlas:checkpoint\b/m.exec(text);
    return mark !== null && isEmptySql(text.slice(0, mark.index));
  });
  return at <= 0 ? undefined : { at, covers: new Set(files.slice(0, at).keys()) };
}

/**
 * go-util's dbutil: `-- v0 -> v5: Latest revision` leads to version 5, and so stands for `-- v5: …`, `-- v3 -> v4: …` and those
 * before them.
 */
function latestRevision(files: readonly SqlFile[]): Checkpoint | undefined {
  const steps = files.map(({ text }) => {
    const [, from, to] = /^\s*--[ \t]*(?:v(\d+)[ \t]*->[ \t]*)?v(\d+)\b.*:/.exec(text) ?? [];
    return { from: from === undefined ? undefined : Number(from), to: Number(to) };
  });
  const at = steps.findIndex(({ from, to }) => from === 0 && to > 1);
  const reached = steps[at]?.to ?? 0;
  const covers = [...steps.keys()].filter((index) => index !== at && (steps[index]?.to ?? 0) <= reached);
  return covers.length === 0 ? undefined : { at, covers: new Set(covers) };
}

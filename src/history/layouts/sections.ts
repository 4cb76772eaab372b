import { isEmptySql, nextLine } from '../sql-file.ts';
import type { OwnRunner } from './own-runner.ts';

/** Where the up and the down part of a file lie that holds both. */
interface Sections {
  readonly up: { readonly start: number; readonly end: number };
  /** Undefined where the file has no way down. */
  readonly down?: { readonly start: number; readonly end: number };
  /** Whose the marks are, where a project's dependencies can tell as well. */
  readonly runner?: OwnRunner;
  /** Whether its runner is known to begin a transaction for it; undefined where no runner is known. */
  readonly isTransactional?: boolean;
  /** The marks as they are written, for whoever writes the next file. */
  readonly marks: {
    readonly up?: string;
    readonly down?: string;
    /** The suffix of both marks that stands for running outside of a transaction; it is removed here. */
    readonly bare?: string;
    /** The line that says so in either part. */
    readonly apart?: string;
  };
}

/** The lines by which a runner marks the parts of a file. Without `up`, everything above the down is the up part. */
interface Marks {
  readonly runner?: OwnRunner;
  readonly up?: RegExp;
  readonly down: RegExp;
  /** These lines count as marks only if both occur: alone, such a line is an ordinary comment. */
  readonly isGuess?: true;
  /** What says, in the up line, that it runs outside of a transaction. */
  readonly bare?: string;
  /** The line that says so. */
  readonly apart?: string;
}

const runners: readonly Marks[] = [
  {
    runner: 'node-pg-migrate',
    up: /^[ \t]*--[ \t-]*up\s+migration\b.*$/im,
    down: /^[ \t]*--[ \t-]*down\s+migration\b.*$/im,
  },
  // sql-migrate, and micrate after it
  {
    up: /^--[ \t]*\+mi(?:grate|crate)[ \t]+up\b.*$/im,
    down: /^--[ \t]*\+mi(?:grate|crate)[ \t]+down\b.*$/im,
    bare: ' notransaction',
  },
  // rambler
  { up: /^--[ \t]*rambler[ \t]+up\b.*$/im, down: /^--[ \t]*rambler[ \t]+down\b.*$/im },
  // tern
  {
    down: /^-{2,}[ \t]*create above[ \t]*\/[ \t]*drop below[ \t]*-*[ \t]*$/im,
    apart: '---- tern: disable-tx ----',
  },
  // MyBatis
  { down: /^--[ \t]*\/\/[ \t]*@undo\b.*$/im },
  // Play: its marks are no comments of SQL
  { up: /^(?:#|--)[ \t]*-*[ \t]*!ups\b.*$/im, down: /^(?:#|--)[ \t]*-*[ \t]*!downs\b.*$/im },
  // Everybody's own: `-- UP` with `-- DOWN`, `---- up: ----`
  {
    up: /^[ \t]*--[ \t=+@#*-]*(?:migrat(?:e|ion)[ \t:]+)?up(?:grade)?[ \t:=*-]*(?:script|section|part)?[ \t:=*-]*$/im,
    down: /^[ \t]*--[ \t=+@#*-]*(?:migrat(?:e|ion)[ \t:]+)?(?:down(?:grade)?|rollback|undo|revert)[ \t:=*-]*(?:script|section|part)?[ \t:=*-]*$/im,
    isGuess: true,
  },
];

/** Divides a file at the marks of a known runner; undefined where the whole file is the up part. */
export function findSections(text: string): Sections | undefined {
  for (const marks of runners) {
    const up = marks.up?.exec(text) ?? null;
    const down = marks.down.exec(text);
    if (up === null && down === null) continue;
    // Such as `-- Down migration: see 002_down.sql`, above a way up that has no mark.
    const isRemark = marks.up !== undefined && up === null && isEmptySql(text.slice(0, down?.index));
    if (isRemark) continue;
    if (marks.isGuess && (up === null || down === null || down.index < up.index)) continue;
    const start = up === null ? 0 : nextLine(text, up.index);
    const isDownLast = down !== null && down.index >= start;
    return {
      up: { start, end: isDownLast ? down.index : text.length },
      ...(isDownLast ? { down: { start: nextLine(text, down.index), end: text.length } } : {}),
      ...(marks.runner === undefined ? {} : { runner: marks.runner }),
      ...(marks.isGuess ? {} : { isTransactional: isTransactional(text, up?.[0] ?? '', marks) }),
      marks: {
        ...(up === null ? {} : { up: withoutBare(up[0], marks) }),
        ...(isDownLast ? { down: withoutBare(down[0], marks) } : {}),
        ...(marks.bare === undefined ? {} : { bare: marks.bare }),
        ...(marks.apart === undefined ? {} : { apart: marks.apart }),
      },
    };
  }
  return undefined;
}

function isTransactional(text: string, upLine: string, marks: Marks): boolean {
  const isApart = marks.apart !== undefined && text.split(/\r?\n/).includes(marks.apart);
  return upLine === withoutBare(upLine, marks) && !isApart;
}

/** Whether a text carries the marks of a runner that writes both ways into one file. */
export function hasSections(text: string): boolean {
  return findSections(text)?.isTransactional !== undefined;
}

function withoutBare(line: string, { bare }: Marks): string {
  return bare === undefined ? line : line.replace(new RegExp(`${bare}\\b`, 'i'), '');
}

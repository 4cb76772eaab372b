import { withoutDialect } from './detect/dialect.ts';
import { compareBytes } from './migration-folder.ts';

/** A file of SQL by its name: what it belongs to and which way it goes. */
export interface ScriptName {
  readonly name: string;
  /** The name without direction and extension; up and down share it. */
  readonly stem: string;
  readonly direction: 'up' | 'down';
  /** Whether the name itself says the direction. */
  readonly isMarked: boolean;
}

const dotted = /^(.+?)\.(?:(?:tx|autocommit|all)\.)?(up|do|down|undo|rollback|revert)\.sql$/i;
const noMigration =
  /^(?:.*[-_.])?(?:schema|structure|latest|seeds?|dump|fixtures?|migration|queries|query)\.sql$/i;
const postgrator = /^(\d+)\.(do|undo)\.(.+)\.sql$/i;
const joined = /^(.+)[-_](up|down)\.sql$/i;
const between = /^(\d+)([-_.])(up|down)\2(.+)\.sql$/i;

/**
 * Tells up from down among the names of a folder: `x.up.sql`, `1.do.x.sql`, and `x_up.sql` or `1_up_x.sql` where the
 * other way stands beside it (a lone `scale_up.sql` is an ordinary name).
 */
export function parseNames(names: readonly string[]): readonly ScriptName[] {
  const all = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name) => {
    const ordered = postgrator.exec(name);
    if (ordered !== null) {
      return marked(name, `${ordered[1]}.${ordered[3]}`, ordered[2]!);
    }
    const plain = dotted.exec(withoutDialect(name));
    if (plain !== null) return marked(name, plain[1]!, plain[2]!);
    const pair = joined.exec(name);
    if (pair !== null) {
      const other = pair[2]!.toLowerCase() === 'up' ? 'down' : 'up';
      const separator = name.charAt(pair[1]!.length);
      if (all.has(`${pair[1]}${separator}${other}.sql`.toLowerCase()))
        return marked(name, pair[1]!, pair[2]!);
    }
    const inner = between.exec(name);
    if (inner !== null) {
      const [, number, mark, word, rest] = inner as unknown as readonly [
        string,
        string,
        string,
        string,
        string,
      ];
      const other = word.toLowerCase() === 'up' ? 'down' : 'up';
      if (all.has(`${number}${mark}${other}${mark}${rest}.sql`.toLowerCase()))
        return marked(name, `${number}${mark}${rest}`, word);
    }
    return { name, stem: name.replace(/\.sql(?:\.postgres)?$/i, ''), direction: 'up', isMarked: false };
  });
}

function marked(name: string, stem: string, word: string): ScriptName {
  return { name, stem, direction: /^(?:up|do)$/i.test(word) ? 'up' : 'down', isMarked: true };
}

/**
 * Compares by the first number in the name, part by part (`2` before `10`, `1.9` before `1.10`), then bytewise; names in
 * folders folder by folder.
 */
export function compareNumbered(a: string, b: string): number {
  if (!a.includes('/') || !b.includes('/')) return compareNames(a, b);
  const [left, right] = [a.split('/'), b.split('/')];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareNames(left[index]!, right[index]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareNames(a: string, b: string): number {
  const [first, second] = [splitNumber(a), splitNumber(b)];
  if (first === null || second === null || first.prefix !== second.prefix) return compareBytes(a, b);
  for (let index = 0; index < Math.max(first.parts.length, second.parts.length); index++) {
    const [left, right] = [first.parts[index] ?? -1n, second.parts[index] ?? -1n];
    if (left !== right) return left < right ? -1 : 1;
  }
  return compareBytes(a, b);
}

/** Whether a name carries a number that orders it: `001_x`, `v2`, `migration-3`; not `add_2fa`. */
export function isNumbered(name: string): boolean {
  return /^(?:(?:v|m|migration|patch|update|step|rev)[-_.]?)?\d/i.test(name);
}

/** Whether a name says that the file is no step of a history: `schema.sql`, `seed.sql`; `001_schema.sql` is one. */
export function isByNameNoMigration(name: string): boolean {
  return !isNumbered(name) && noMigration.test(name);
}

/**
 * The number that begins a name, without leading zeros; null without one, and for a date alone (`20240105_x`, `2024-01-05_x`),
 * which several migrations may share.
 */
export function leadingVersion(name: string): string | null {
  const digits = /^v?0*(\d+)(?![\d]|[.-]\d|_\d+[_.-])/i.exec(name)?.[1];
  return digits === undefined || /^(?:19|20)\d{6}$/.test(digits) ? null : digits;
}

/** The value of a version for comparing: a date is midnight, so that `20240105` comes before `20240105120000`. */
export function versionValue(digits: string): bigint {
  return BigInt(/^(?:19|20)\d{6,13}$/.test(digits) ? digits.padEnd(14, '0') : digits);
}

function splitNumber(name: string): { readonly prefix: string; readonly parts: readonly bigint[] } | null {
  const match = /^(\D*)(\d+(?:[._-]\d+)*)/.exec(name);
  if (match === null) return null;
  const prefix = match[1]!.toLowerCase();
  return { prefix, parts: match[2]!.split(/[._-]/).map(versionValue) };
}

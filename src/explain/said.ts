import { escaped } from '../model/patterns.ts';
import { bareName } from '../postgres/identifier.ts';
import type { Failure } from './failure.ts';

/** What the server says that it did not find: names as its messages write them, a schema and a name in the same quotes. */
interface MissingRelation {
  /** `relation` where it cannot know which kind was meant. */
  readonly word: string;
  readonly full: string;
}

interface MissingColumn {
  readonly name: string;
  /** The relation that it is said to be of. */
  readonly relation?: string | undefined;
  /** The table or alias that the statement writes before it. */
  readonly prefix?: string | undefined;
  /** It is a field of a record of PL/pgSQL, such as NEW. */
  readonly isField: boolean;
}

interface MissingRoutine {
  /** `function`, `procedure` or `aggregate`. */
  readonly word: string;
  readonly full: string;
  /** The types of a call's arguments, as `integer, text`; undefined where it says none. */
  readonly types: string | undefined;
}

export function missingRelation(message: string): MissingRelation | undefined {
  const [, word, full] =
    /(relation|table|materialized view|view|sequence|index) "(.+?)" does not exist/.exec(message) ?? [];
  return word === undefined || full === undefined ? undefined : { word, full };
}

export function missingColumn(message: string): MissingColumn | undefined {
  const owned = /column "(.+?)" of relation "(.+?)" does not exist/.exec(message);
  const dotted = /column (\S+?)\.("?[^\s"]+"?) does not exist/.exec(message);
  const field = /record "(.+?)" has no field "(.+?)"/.exec(message);
  const plain = /column "(.+?)"/.exec(message);
  const name = owned?.[1] ?? dotted?.[2]?.replaceAll('"', '') ?? field?.[2] ?? plain?.[1];
  return name === undefined
    ? undefined
    : { name, relation: owned?.[2], prefix: dotted?.[1], isField: field !== null };
}

export function missingRoutine(message: string): MissingRoutine | undefined {
  const [, word, full, types] =
    /(function|procedure|aggregate) (?:name )?"?([^"(]+)"?(?:\((.*)\))? does not exist/.exec(message) ??
    /could not find an? (function|procedure|aggregate) named "([^"]+)"/.exec(message) ??
    [];
  return word === undefined || full === undefined ? undefined : { word, full: full.trim(), types };
}

/** The kind of relation that a statement means where the server only says "relation". */
export function relationWord({ head, text }: Failure, name: string): string {
  const called = /\b(?:nextval|setval|currval)\s*\(\s*'([^']*)'/i.exec(text)?.[1];
  if (called !== undefined && bareName(called) === name) return 'sequence';
  const bare = escaped(name);
  if (new RegExp(`\\bOWNED\\s+BY\\s+(?:"?\\w+"?\\.)?"?${bare}"?\\.`, 'i').test(text)) return 'table';
  if (new RegExp(`\\bON\\s+SEQUENCE\\s+(?:"?\\w+"?\\.)?"?${bare}"?(?![\\w"])`, 'i').test(text))
    return 'sequence';
  if (/^CREATE\s+(OR\s+REPLACE\s+)?TRIGGER\b.*?\bINSTEAD\s+OF\b/is.test(text)) return 'view';
  if (/^REINDEX\s*(\(.*?\)\s*)?INDEX\b/i.test(text)) return 'index';
  return (
    /^(?:ALTER|DROP|COMMENT ON|REFRESH|REINDEX) (SEQUENCE|VIEW|MATERIALIZED VIEW|INDEX)\b/
      .exec(head)?.[1]
      ?.toLowerCase() ?? 'table'
  );
}

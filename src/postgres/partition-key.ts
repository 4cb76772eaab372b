import { parenthesised, splitList } from './lists.ts';

/** What a partitioned table divides its rows by. https://www.postgresql.org/docs/18/ddl-partitioning.html */
interface PartitionKey {
  readonly strategy: string;
  readonly parts: readonly KeyPart[];
}

interface KeyPart {
  /** The column or expression with its collation. */
  readonly text: string;
  /** Quoted where needed; undefined for expressions. */
  readonly column: string | undefined;
  readonly hasOperatorClass: boolean;
}

/** Reads what pg_get_partkeydef writes: `RANGE (a, lower(b) COLLATE "C")`. */
export function readPartitionKey(key: string): PartitionKey {
  const open = key.indexOf('(');
  return {
    strategy: key.slice(0, open).trim(),
    parts: splitList(parenthesised(key, open).inside).map(readPart),
  };
}

const called = /^(?:"(?:[^"]|"")+"|[^\s"().,]+)(?:\.(?:"(?:[^"]|"")+"|[^\s"().,]+))*/;

function readPart(text: string): KeyPart {
  const [name = ''] = called.exec(text) ?? [];
  const isCall = name === '' || text[name.length] === '(';
  const rest = isCall ? parenthesised(text, name.length).after : text.slice(name.length);
  return { text, column: isCall ? undefined : name, hasOperatorClass: !/^(?: COLLATE \S+)?$/.test(rest) };
}

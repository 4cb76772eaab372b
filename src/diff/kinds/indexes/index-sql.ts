import type { Fact } from '../../../model/schema.ts';
import { lastPart } from '../../../postgres/identifier.ts';
import { readIndexMethod } from '../../../postgres/index-method.ts';

/** An index as CREATE INDEX writes it, without what only ALTER can give to it. */
export function indexSql(fact: Fact, concurrently: 'CONCURRENTLY ' | '' = ''): string {
  const { unique, on, onOnly, method, tablespace } = fact.definition;
  const text = String(method);
  const condition = readIndexMethod(text)?.where ?? '';
  const where = condition === '' ? text.length : text.length - ` WHERE ${condition}`.length;
  const place = tablespace === undefined ? '' : ` TABLESPACE ${tablespace}`;
  const head = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${concurrently}${lastPart(fact.name)} ON ${onOnly ? 'ONLY ' : ''}${on}`;
  return `${head} USING ${place === '' ? text : text.slice(0, where) + place + text.slice(where)}`;
}

import { crc32 } from 'node:zlib';
import type { Ledger } from '../model/ledger.ts';

/**
 * The advisory lock under which a ledger's own runner works; undefined where it takes none. Held as well, it keeps the runner
 * and Strata from deploying at once.
 */
export function runnerLock({ kind, schema, table }: Ledger, database: string): string | undefined {
  switch (kind) {
    case 'prisma':
      return '72707369';
    case 'node-pg-migrate':
      return '7241865325823964';
    case 'golang-migrate':
      return String(Math.imul(crc32([schema, table, database].join('\0')), 1486364155) >>> 0);
    case 'sqlx':
      return String(0x3d32ad9en * BigInt(crc32(database)));
    case 'flyway':
      // "Flyway" in six bytes, and Java's hash of the quoted name.
      return String(0x466c79776179n + BigInt(javaHash(`"${schema}"."${table}"`)));
    default:
      return undefined;
  }
}

function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

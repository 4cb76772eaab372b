import type { Finding } from '../../model/finding.ts';

/** Names of the tables and types that a failure misses and no migration makes. */
export function missingIn({ neverMade = [] }: Finding): readonly string[] {
  return neverMade.filter(({ word }) => word === 'table' || word === 'type').map(({ name }) => name);
}

/** Messages show names as PostgreSQL does: without quotes. */
export function ownName(name: string): string {
  return name.replaceAll('"', '').split('.').at(-1) as string;
}

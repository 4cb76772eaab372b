import type { Finding } from '../../model/finding.ts';

/** Names of the tables and types that a failure misses and no migration makes. */
export function missingIn({ rule, message, notes }: Finding): readonly string[] {
  if (rule === 'missing-beginning') return namesIn(notes.join('\n'));
  if (!/^undefined-(?:table|type)$/.test(rule) || !message.includes('no migration creates it')) return [];
  return namesIn(message).slice(0, 1);
}

/** Messages show names as PostgreSQL does: without quotes. */
export function ownName(name: string): string {
  return name.replaceAll('"', '').split('.').at(-1) as string;
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:table|type) `([^`]+)`/g)].map(([, name = '']) => name);
}

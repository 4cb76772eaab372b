import { lastPart } from '../../postgres/identifier.ts';

/** Whether one of two names holds the other, but for case and underscores: `name` and `full_name`, `Post` and `posts`. */
export function isLikeNamed(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)];
  return a.includes(b) || b.includes(a);
}

function bare(name: string): string {
  return lastPart(name)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

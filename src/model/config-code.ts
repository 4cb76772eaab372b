/** What Prisma's configuration may be called, the likeliest name first. It is a program, which is read as text. */
export const prismaConfigNames = [
  'prisma.config.ts',
  'prisma.config.mts',
  'prisma.config.cts',
  'prisma.config.js',
  'prisma.config.mjs',
  'prisma.config.cjs',
] as const;

/**
 * The code of a configuration in JavaScript without its comments. Strings are kept: a glob in one looks like the beginning of a
 * comment.
 */
export function withoutComments(code: string): string {
  return code.replace(/(["'`])(?:\\[\s\S]|(?!\1)[^\\])*\1|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (found) =>
    found.startsWith('/') ? '' : found,
  );
}

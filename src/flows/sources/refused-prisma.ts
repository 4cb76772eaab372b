import { declaredPlace } from '../../declared/declared-spot.ts';
import { shapeNamed } from '../../declared/prisma/outline.ts';
import type { PrismaSchema } from '../../declared/prisma/read.ts';
import { errorOf, type Finding } from '../../model/finding.ts';
import type { RefusedDeclaration } from './open-declared.ts';

/**
 * A declaration that PostgreSQL refuses on top of what the migrations make: most often it uses a type or function that nothing
 * creates.
 */
export function refusedFinding(
  { sql, message, table }: RefusedDeclaration,
  prisma: PrismaSchema,
  shown: string,
): Finding {
  const { outline } = prisma;
  const unescaped = unescapedName(sql, prisma);
  const shape = table === undefined ? undefined : shapeNamed(outline, table);
  const subject = shape === undefined ? `What ${shown} declares` : `Model ${shape.name}`;
  const place =
    shape && declaredPlace({ ...shape.spot, file: shape.spot.file.name, text: shape.spot.file.text });
  return {
    rule: 'invalid-declared-schema',
    severity: 'error',
    message: `${subject} cannot be made as it is declared: ${message}.`,
    notes: [`PostgreSQL refuses ${sql.split('\n')[0]?.replace(/ \($/, '')}.`],
    hint:
      unescaped === undefined
        ? 'Make in a migration what it names, or declare the extension that brings it.'
        : `Prisma does not escape the quotes of \`${unescaped}\` in the SQL that it writes: give that another name in its \`map\`.`,
    ...place,
  };
}

/** Names of the database that hold a quote, as a schema writes them: in their attribute, with backslashes. */
const quotedMap = /\bmap(?::\s*|\(\s*)"((?:[^"\\]|\\.)*\\"(?:[^"\\]|\\.)*)"/g;

/** The name with a quote that a statement of Prisma's holds as it is, so that PostgreSQL reads its end there. */
function unescapedName(sql: string, { files }: PrismaSchema): string | undefined {
  return files
    .flatMap(({ text }) =>
      [...text.matchAll(quotedMap)].map(([, name = '']) => name.replaceAll(/\\(.)/g, '$1')),
    )
    .find((name) => sql.includes(`"${name}"`));
}

/**
 * Throws where a model cannot be made: what is left without it is another schema than the declared one. A table that somebody
 * else looks after need not be made.
 */
export function assertTaken(
  refused: readonly RefusedDeclaration[],
  prisma: PrismaSchema,
  shown: string,
): void {
  const own = refused.filter(({ table = '' }) => !prisma.external.has(table));
  const first = own.find(({ follows }) => !follows) ?? own[0];
  if (first === undefined) return;
  const finding = refusedFinding(first, prisma, shown);
  throw errorOf({ ...finding, message: finding.message.replace(/\.$/, '') });
}

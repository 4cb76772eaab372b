import { declaredPlace } from '../../declared/declared-spot.ts';
import { shapeNamed } from '../../declared/prisma/outline.ts';
import type { PrismaSchema } from '../../declared/prisma/read.ts';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { RefusedDeclaration } from './open-declared.ts';

/**
 * A declaration that PostgreSQL refuses on top of what the migrations make: most often it uses a type or function that nothing
 * creates.
 */
export function refusedFinding(
  { sql, message, table }: RefusedDeclaration,
  { outline }: PrismaSchema,
  shown: string,
): Finding {
  const shape = table === undefined ? undefined : shapeNamed(outline, table);
  const subject = shape === undefined ? `What ${shown} declares` : `Model ${shape.name}`;
  const place =
    shape && declaredPlace({ ...shape.spot, file: shape.spot.file.name, text: shape.spot.file.text });
  return {
    rule: 'invalid-declared-schema',
    severity: 'error',
    message: `${subject} cannot be made as it is declared: ${message}.`,
    notes: [`PostgreSQL refuses ${sql.split('\n')[0]?.replace(/ \($/, '')}.`],
    hint: quotedMap.test(shape?.spot.file.text ?? '')
      ? 'Prisma does not escape quotes in the names that it writes: give what has some in its `map` another name.'
      : 'Make in a migration what it names, or declare the extension that brings it.',
    ...place,
  };
}

/** A name of the database with a quote in it. */
const quotedMap = /\bmap(?::\s*|\(\s*)"(?:[^"\\]|\\[^"])*\\"/;

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
  const { message, where, hint } = refusedFinding(first, prisma, shown);
  throw new StrataError('project', message.replace(/\.$/, ''), {
    ...(where === undefined ? {} : { where }),
    ...(hint === undefined ? {} : { hint }),
  });
}

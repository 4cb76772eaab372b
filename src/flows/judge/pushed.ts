import { resolve } from 'node:path';
import type { PrismaShape } from '../../declared/prisma/outline.ts';
import { readPrismaSchema } from '../../declared/prisma/read.ts';
import type { ProjectRoot } from '../../history/project-root.ts';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { few } from '../../model/words.ts';
import { bareName } from '../../postgres/identifier.ts';
import { findDeclared } from '../sources/declared.ts';
import { relativePath } from '../sources/find-projects.ts';
import { parseSource } from '../sources/sources.ts';
import { missingIn, ownName } from './missing-names.ts';

/**
 * Where a failure misses an object that no migration makes but the project's Prisma schema declares: adds that it was probably
 * pushed.
 */
export async function tellPushed(
  findings: readonly Finding[],
  root: ProjectRoot,
  settings: ProjectSettings,
): Promise<readonly Finding[]> {
  if (!findings.some((finding) => missingIn(finding).length > 0)) return findings;
  const place = findDeclared(root, settings);
  if (place === undefined) return findings;
  try {
    const source = await parseSource(place.source, root.dir);
    if (source.kind !== 'prisma') return findings;
    const { outline } = await readPrismaSchema(source.path, root.dir);
    const shown = relativePath(root.dir, resolve(root.dir, source.path));
    return findings.map((finding) => noted(finding, outline.shapes, shown));
  } catch (error) {
    // What is wrong with the schema is told of where it is compared.
    if (error instanceof StrataError && error.code !== 'internal') return findings;
    throw error;
  }
}

function noted(finding: Finding, shapes: readonly PrismaShape[], shown: string): Finding {
  const declared = missingIn(finding).flatMap(
    (name) => shapes.find(({ sqlName }) => bareName(sqlName) === ownName(name)) ?? [],
  );
  if (declared.length === 0) return finding;
  const names = declared.map(({ kind, name }) => `${kind} ${name}`);
  const they = declared.length === 1 ? 'it was' : 'they were';
  return {
    ...finding,
    notes: [
      ...finding.notes,
      `${shown} declares ${few(names, 4)}: most likely ${they} made by \`prisma db push\`, which writes no migration.`,
    ],
  };
}

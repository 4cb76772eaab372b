import { dirname, resolve } from 'node:path';
import type { ProjectRoot } from '../../history/project-root.ts';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { assumedName, type History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { findDeclared } from '../sources/declared.ts';
import { relativePath, repositoryOf } from '../sources/find-projects.ts';
import { parseSource, type Source } from '../sources/sources.ts';
import { loadSqlFiles } from '../sources/sql-files.ts';
import { type DeclaredCase, type DeclaredReport, unreadable, withoutStep } from './declared-case.ts';

const nothing: DeclaredReport = { findings: [], notChecked: [] };

/**
 * Compares what the migrations make with what the project declares, object by object. Answered from the disk where neither has
 * changed: neither PostgreSQL nor Prisma's engine is started for it. What cannot be compared is said, and fails nothing.
 */
export async function compareDeclared(
  root: ProjectRoot,
  settings: ProjectSettings,
  history: History,
  rehearsal: Rehearsal | undefined,
): Promise<DeclaredReport> {
  const place = findDeclared(root, settings);
  if (place === undefined || rehearsal === undefined) return nothing;
  const path = place.source.replace(/^declared:/, '');
  const shown = relativePath(root.dir, resolve(root.dir, path));
  if (root.files !== undefined || history.migrations[0]?.name === assumedName) {
    return { findings: [], notChecked: [`${shown} was not compared with a part of the migrations.`] };
  }
  const one: DeclaredCase = { root, settings, history, rehearsal, shown, isTold: place.isTold };
  try {
    const source = await parseSource(place.source, root.dir);
    const texts = await textsOf(source, root.dir).catch((error: unknown) => {
      // Only of a file that was told to be the schema a fault is one of the project's.
      if (source.kind !== 'sql' || !place.isTold) throw error;
      return unreadable(error, shown);
    });
    if ('rule' in texts) return { findings: [texts], notChecked: [] };
    const report = await rehearsal.kept('declared', [shown, texts], () => compare(source, one));
    return { ...report, findings: [...report.findings, ...(await staleClients(source, one, report))] };
  } catch (error) {
    if (!(error instanceof StrataError) || error.code === 'internal') throw error;
    // What the configuration names has to be there.
    if (settings.schema !== undefined && error.code === 'usage') throw error;
    return {
      findings: [],
      notChecked: [`${shown} was not compared with the migrations: ${withoutStep(error.message)}.`],
    };
  }
}

async function compare(source: Source, one: DeclaredCase): Promise<DeclaredReport> {
  if (source.kind === 'prisma') {
    const { comparePrisma } = await import('./prisma.ts');
    return comparePrisma(source.path, one);
  }
  if (source.kind !== 'sql' && source.kind !== 'drizzle') return nothing;
  const { compareSql } = await import('./sql.ts');
  return compareSql(source, one);
}

/**
 * Generated clients change without any file of the project changing, so they are looked at in every run. No client is generated
 * from an invalid schema.
 */
async function staleClients(
  source: Source,
  { root }: DeclaredCase,
  { findings }: DeclaredReport,
): Promise<readonly Finding[]> {
  if (source.kind !== 'prisma' || findings.some(({ rule }) => rule === 'invalid-declared-schema')) return [];
  const { findStaleClients } = await import('./stale-client.ts');
  return findStaleClients(source.path, root.dir);
}

/** Everything that the comparison reads of the declared side. */
async function textsOf(source: Source, dir: string): Promise<readonly unknown[]> {
  if (source.kind === 'prisma') {
    const { readPrismaSchema } = await import('../../declared/prisma/read.ts');
    const { files, external } = await readPrismaSchema(source.path, dir);
    return [files, [...external]];
  }
  if (source.kind === 'drizzle') {
    const { drizzleInputs } = await import('../../declared/drizzle-export.ts');
    return drizzleInputs(source.config, repositoryOf(dirname(source.config)));
  }
  if (source.kind !== 'sql') return [];
  return loadSqlFiles(source.files, dir);
}

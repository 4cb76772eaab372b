import { sqlDisagreements } from '../../declared/sql-differences.ts';
import { type DeclaredFile, declaredFile, findSqlSpot } from '../../declared/sql-spot.ts';
import { withUnchosenNames } from '../../declared/unchosen-names.ts';
import { diffSchemas } from '../../diff/diff.ts';
import { offerRenames } from '../../diff/renames/offers.ts';
import { tellStory } from '../../explain/story.ts';
import type { Finding } from '../../model/finding.ts';
import type { Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { groundFor } from '../rehearsal/ground.ts';
import { hasCommonTable } from '../sources/declared-enough.ts';
import { loadSource } from '../sources/load-source.ts';
import type { Source } from '../sources/sources.ts';
import { loadSqlFiles } from '../sources/sql-files.ts';
import { brokenHistory, type DeclaredCase, type DeclaredReport, unloadable } from './declared-case.ts';
import { declaredDifferences } from './declared-differences.ts';
import { type DeclaredSide, declaredFindings } from './declared-findings.ts';
import { stepsBetween } from './steps-between.ts';

/** Loads declared SQL, or that of a Drizzle schema, in an order that works, and compares it with the migrations in full. */
export async function compareSql(
  source: Source & { readonly kind: 'sql' | 'drizzle' },
  one: DeclaredCase,
): Promise<DeclaredReport> {
  const { root, settings, history, rehearsal, shown, isTold } = one;
  const broken = brokenHistory(one);
  if (broken !== undefined) return { findings: [], notChecked: [broken] };
  const load = { cwd: root.dir, settings, ...groundFor(history) };
  const schema = await rehearsal.schema();
  let declared: Schema;
  try {
    await using loaded = await loadSource(source, load, schema);
    declared = withUnchosenNames(schema, loaded.schema);
  } catch (error) {
    const finding = unloadable(error, shown);
    if (isTold) return { findings: [finding], notChecked: [] };
    return {
      findings: [],
      notChecked: [`${shown} was not compared with the migrations. ${finding.message}`],
    };
  }
  if (!isTold && !hasCommonTable(schema, declared))
    return {
      findings: [],
      notChecked: [`${shown} was not compared: it has no table in common with the migrations.`],
    };
  const disagreements = sqlDisagreements(diffSchemas(schema, declared), schema, declared);
  const findings = declaredFindings(
    {
      disagreements,
      steps: stepsBetween(schema, declared),
      offers: offerRenames(schema, declared),
    },
    sideOf(shown, stepsBetween(declared, schema), await textsOf(source, root.dir)),
    history,
    tellStory(history, rehearsal.trace),
  );
  return {
    findings: isTold ? findings : findings.map(asWarning),
    notChecked: [],
    differences: declaredDifferences(disagreements),
  };
}

/** Lowers an error to a warning: a file that only has a usual name may be older than the migrations and unused. */
function asWarning(finding: Finding): Finding {
  return finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding;
}

/** The files of declared SQL, as they are loaded; of a Drizzle schema none, since its places are not known. */
async function textsOf(source: Source, dir: string): Promise<readonly DeclaredFile[]> {
  return source.kind === 'sql' ? (await loadSqlFiles(source.files, dir)).map(declaredFile) : [];
}

function sideOf(shown: string, back: readonly Step[], files: readonly DeclaredFile[]): DeclaredSide {
  return {
    shown,
    titleOf: () => undefined,
    spotOf: ({ kind, what, name }) => (kind === 'extra' ? undefined : findSqlSpot(files, what, name)),
    mendOf: ({ kind, ids }) => {
      const own = new Set<string>(ids);
      const sql = back
        .filter(({ object, verb }) => own.has(object) && verb !== 'session')
        .map((step) => `${step.sql};`);
      if (sql.length === 0) return undefined;
      if (kind === 'missing') return `take it out of ${shown}.`;
      return [`let ${shown} declare what this does:`, { code: sql.join('\n') }];
    },
  };
}

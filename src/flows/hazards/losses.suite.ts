import { expect } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { ask, type LiveServer } from '../../engine/live-server.suite.ts';
import type { JudgedHazard } from '../../model/deployment.ts';
import { deploy } from '../deploy.ts';
import { plainDeploy, plainSettings } from '../plain-settings.suite.ts';
import { planMigrations } from '../plan.ts';

/**
 * What a deploy of these files would do to a new database that somebody has filled by hand, behind the migrations up to `applied`.
 */
export async function hazardsOf(
  server: LiveServer,
  files: Readonly<Record<string, string>>,
  byHand: string,
  applied?: string,
): Promise<readonly JudgedHazard[]> {
  const database = await server.createDatabase();
  using dir = directory(files);
  const options = plainDeploy(dir.path, database.url as string);
  if (applied !== undefined) expect((await deploy({ ...options, to: applied })).ok).toBe(true);
  if (byHand !== '') await ask(database, byHand);
  return (await deploy({ ...options, dryRun: true })).hazards;
}

/** What of that is destroyed. */
export async function lossesOf(...what: Parameters<typeof hazardsOf>): Promise<readonly JudgedHazard[]> {
  return (await hazardsOf(...what)).filter(({ kind }) => kind === 'destroys-data');
}

/** Where the rows of `visits` lie after a plan for the goal was made beside them and deployed without a word on losses. */
export async function visitsAfterPlan(
  server: LiveServer,
  { start, goal, rows, online }: Readonly<Record<'start' | 'goal' | 'rows', string>> & { online: boolean },
): Promise<readonly unknown[]> {
  const database = await server.createDatabase();
  using dir = directory({ 'migrations/001_visits.sql': start, 'goal.sql': goal });
  const options = plainDeploy(dir.path, database.url as string);
  expect((await deploy(options)).ok).toBe(true);
  await ask(database, rows);
  const plan = { cwd: dir.path, dir: '.', to: 'goal.sql', name: 'bounds', renames: [], online };
  const now = new Date('2026-03-04T05:06:07Z');
  await planMigrations({ ...plan, settingsOf: async () => plainSettings, now, dryRun: false });

  const { ok, hazards } = await deploy(options);
  expect(hazards.filter(({ kind }) => kind === 'destroys-data')).toEqual([]);
  expect(ok).toBe(true);
  return await ask(database, 'SELECT tableoid::regclass::text AS "in", id, day FROM visits ORDER BY day');
}

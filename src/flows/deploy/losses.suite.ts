import { expect } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { ask, type LiveServer } from '../../engine/live-server.suite.ts';
import type { JudgedHazard } from '../../model/deployment.ts';
import { deploy } from '../deploy.ts';
import { plainDeploy } from '../plain-settings.suite.ts';

/**
 * What a deploy of these files would destroy in a new database that somebody has filled by hand, behind the migrations up to
 * `applied`.
 */
export async function lossesOf(
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
  const { hazards } = await deploy({ ...options, dryRun: true });
  return hazards.filter(({ kind }) => kind === 'destroys-data');
}

import { join } from 'node:path';
import type { ProjectRoot } from '../../history/project-root.ts';
import { readHistory } from '../../history/read.ts';
import type { Finding } from '../../model/finding.ts';
import { shownPath } from '../sources/find-projects.ts';
import { tablesMadeIn } from './base-schema.ts';
import { missingIn, ownName } from './missing-names.ts';

const nothing = { folder: '', migrations: [] } as const;

/**
 * Where another history of the same run creates the tables that migrations miss: adds which one, since both histories may be for
 * one database.
 */
export async function tellOtherHistories(
  findings: readonly Finding[],
  root: ProjectRoot,
  projects: readonly ProjectRoot[],
  cwd: string,
): Promise<readonly Finding[]> {
  const others = projects.filter((other) => other !== root && other.files === undefined);
  if (others.length === 0 || findings.every((finding) => missingIn(finding).length === 0)) return findings;
  const made = new Map<string, string>();
  for (const other of others) {
    const { folder, migrations } = (await readHistory(other).catch(() => undefined)) ?? nothing;
    const shown = (path: string) => shownPath(join(other.dir, path), cwd);
    for (const { up } of migrations) {
      for (const name of tablesMadeIn(up.text))
        if (!made.has(name))
          made.set(name, `${shown(up.file)} creates ${name}, in another history: ${shown(folder)}.`);
    }
  }
  return findings.map((finding) => {
    const told = missingIn(finding).flatMap((name) => made.get(ownName(name)) ?? []);
    return told.length === 0 ? finding : { ...finding, notes: [...finding.notes, ...told.slice(0, 3)] };
  });
}

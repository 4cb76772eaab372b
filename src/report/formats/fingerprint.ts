import type { ProjectReport } from '../../model/report.ts';
import { placeOf } from '../place.ts';

/**
 * A name for each finding of a project, in order, that stays the same when lines move: a hash of its rule, its file and the
 * marked line. Platforms use it to tell new findings from known ones.
 */
export function fingerprints(project: ProjectReport): readonly string[] {
  const seen = new Map<string, number>();
  return project.findings.map((finding) => {
    const { frame } = finding;
    const line = frame?.lines[frame.line - frame.firstLine]?.trim() ?? finding.message;
    const identity = [finding.rule, placeOf(project, finding).file, line].join('\n');
    const nth = seen.get(identity) ?? 0;
    seen.set(identity, nth + 1);
    return fnv64(`${identity}\n${nth}`);
  });
}

/** FNV-1a over UTF-16 code units, 16 hex digits. http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

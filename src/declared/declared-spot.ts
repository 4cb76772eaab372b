import type { Finding } from '../model/finding.ts';
import { frameAt, indexLines, locate } from '../sql/locate.ts';

/** A range in a file of the declared schema. */
export interface DeclaredSpot {
  readonly file: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A spot of the declared schema as a finding shows it. */
export function declaredPlace(spot: DeclaredSpot | undefined): Pick<Finding, 'where' | 'frame'> | undefined {
  if (spot === undefined) return undefined;
  const lines = indexLines(spot.text);
  return {
    where: { file: spot.file, ...locate(lines, spot.start) },
    frame: frameAt(lines, spot.start, spot.end - spot.start),
  };
}

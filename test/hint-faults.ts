import type { Finding } from '../src/model/finding.ts';
import { type HintPart, hintParts } from '../src/model/hint.ts';

const statement =
  /^(?:ALTER|BEGIN|COMMENT|COMMIT|CREATE|DELETE|DO|DROP|GRANT|INSERT|REFRESH|REINDEX|REVOKE|SELECT|SET|UPDATE|VACUUM|WITH)\b.*;(?: -- .*)?$/;

/** The parts of a finding's hint that were written as words and are code, or the other way round. */
export function hintFaults({ hint = [] }: Finding): readonly HintPart[] {
  return hintParts(hint).filter((part) =>
    typeof part === 'string' ? part.includes('\n') || statement.test(part) : /[a-z]\.$/m.test(part.code),
  );
}

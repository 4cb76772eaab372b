import type { Finding } from '../../model/finding.ts';
import { hintText } from '../../model/hint.ts';

/** All that a finding says as plain text, for formats that have one field for it. */
export function findingWords({ message, notes, hint }: Finding): string {
  return [message, ...notes, ...(hint === undefined ? [] : [`→ ${hintText(hint)}`])].join('\n');
}

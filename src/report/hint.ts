/** A part of a hint: sentences, or lines to take over as they are. */
export interface HintPart {
  readonly kind: 'words' | 'code';
  readonly lines: readonly string[];
}

const sql =
  /^(?:--|(?:ALTER|BEGIN|CALL|COMMENT|COMMIT|CREATE|DELETE|DO|DROP|GRANT|INSERT|LOCK|REFRESH|REINDEX|REVOKE|SELECT|SET|TRUNCATE|UPDATE|VACUUM|WITH)\b)/;
const sentence = /^(?:[A-Z][a-z]+ [a-z`"]|[Oo]r |and )/;

/**
 * Divides a hint into prose and code. Code is indented, is SQL, or follows a colon, up to the next sentence. Blank lines are
 * dropped.
 */
export function hintParts(hint: string): readonly HintPart[] {
  const parts: { kind: HintPart['kind']; lines: string[] }[] = [];
  for (const line of hint.split('\n')) {
    if (line.trim() === '') continue;
    const last = parts.at(-1);
    const follows = last?.kind === 'code' || (last?.lines.at(-1)?.trimEnd().endsWith(':') ?? false);
    const isCode = /^\s{2,}/.test(line) || sql.test(line) || (follows && !sentence.test(line));
    const kind = isCode ? 'code' : 'words';
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts;
}

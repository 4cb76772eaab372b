import type { DriftedObject } from '../../model/drift.ts';
import { type Finding, severities } from '../../model/finding.ts';
import { type Hint, joinHints } from '../../model/hint.ts';
import type { LiveCommand } from '../../model/live-project.ts';
import { titleOf } from '../../model/object-id.ts';
import { shellWord } from '../../model/shell-word.ts';
import { type LiveWords, leadOf } from './live-findings.ts';

/** Findings of the declared schema and of the live database, with one finding for each object. */
interface JointFindings {
  readonly declared: readonly Finding[];
  readonly live: readonly Finding[];
}

/**
 * Joins findings about the same object where the declared schema and the live database both differ from the migrations: the
 * finding of the declared schema also tells what the database has, how that came about, and the commands for it. `live` has a
 * finding for each of `drifted`, in its order.
 */
export function joinFindings(
  { declared, live }: JointFindings,
  drifted: readonly DriftedObject[],
  words: LiveWords,
  command: LiveCommand,
): JointFindings {
  const joined = new Set<Finding>();
  const both = declared.map((finding) => {
    const at = live.findIndex((one) => one.object === finding.object && !joined.has(one));
    const [object, beside] = [drifted[at], live[at]];
    if (object === undefined || beside === undefined) return finding;
    joined.add(beside);
    return jointFinding(finding, beside, object, words, command);
  });
  return { declared: both, live: live.filter((finding) => !joined.has(finding)) };
}

function jointFinding(
  declared: Finding,
  live: Finding,
  object: DriftedObject,
  words: LiveWords,
  command: LiveCommand,
): Finding {
  const there = words.live(leadOf(object), object.ids);
  const isShown = there !== undefined && !there.includes('\n') && object.kind !== 'missing';
  const worse = Math.min(severities.indexOf(declared.severity), severities.indexOf(live.severity));
  return {
    ...declared,
    severity: severities[worse] ?? declared.severity,
    message: `${declared.message} ${liveWordsFor(object)}`,
    notes: [...declared.notes, ...(isShown ? [`The live database: ${there}`] : []), object.cause.sentence],
    hint: hintOf(declared, live, object, command),
  };
}

function liveWordsFor({ kind, cause }: DriftedObject): string {
  const isPushed = cause.kind === 'pushed';
  if (kind === 'missing') return 'The live database does not have it.';
  if (isPushed) return 'The live database has it as it is declared.';
  return kind === 'extra'
    ? 'The live database has it, but not as it is declared.'
    : 'The live database has it as neither of them says.';
}

/**
 * The hint of a joint finding. A planned migration would fail where the database already has the object, so this is said first.
 */
function hintOf(declared: Finding, live: Finding, object: DriftedObject, command: LiveCommand): Hint {
  if (object.cause.kind !== 'pushed') return joinHints(live.hint, declared.hint);
  const adopt = command('repair', `--adopt --object ${shellWord(titleOf(object))}`);
  const first = [
    'The live database is as it is declared: let a new migration say so, recorded as applied there:',
    { code: adopt },
  ];
  return joinHints(first, declared.hint);
}

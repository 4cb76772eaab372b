import { readFile, writeFile } from 'node:fs/promises';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';

/**
 * Findings that an old project had when rules were first asked. Line numbers are not kept, so that edits elsewhere in a file do
 * not matter.
 */
interface Baseline {
  readonly version: 1;
  readonly findings: readonly Entry[];
}

interface Entry {
  readonly rule: string;
  readonly migration?: string;
  readonly message: string;
}

/** Writes the findings into the baseline; later runs pass them over. */
export async function writeBaseline(file: string, findings: readonly Finding[]): Promise<void> {
  const entries = findings
    .map(
      ({ rule, migration, message }): Entry => ({
        rule,
        ...(migration === undefined ? {} : { migration }),
        message,
      }),
    )
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const baseline: Baseline = { version: 1, findings: entries };
  await writeFile(file, `${JSON.stringify(baseline, null, 2)}\n`).catch((cause: NodeJS.ErrnoException) => {
    throw new StrataError('usage', `the baseline ${file} cannot be written (${cause.code})`, {
      hint: 'Let this user write it, or name another file as `baseline` in strata.config.',
      cause,
    });
  });
}

/** The findings that are not in the baseline. Each of its entries passes over one finding. */
export async function passBaseline(file: string, findings: readonly Finding[]): Promise<readonly Finding[]> {
  const known = new Map<string, number>();
  for (const entry of await readBaseline(file)) known.set(keyOf(entry), (known.get(keyOf(entry)) ?? 0) + 1);
  if (known.size === 0) return findings;
  return findings.filter((finding) => {
    const left = known.get(keyOf(finding)) ?? 0;
    known.set(keyOf(finding), left - 1);
    return left <= 0;
  });
}

function keyOf({ rule, migration, message }: Entry): string {
  return `${rule}\n${migration ?? ''}\n${message}`;
}

async function readBaseline(file: string): Promise<readonly Entry[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new StrataError('config', `the baseline ${file} cannot be read (${error.code})`, {
      hint: 'It is the file that strata check --write-baseline writes; `baseline` in strata.config names it.',
      cause: error,
    });
  });
  if (text === undefined) return [];
  try {
    const { version, findings } = JSON.parse(text) as Partial<Baseline>;
    if (version === 1 && Array.isArray(findings)) return findings;
  } catch {
    // Told of below, as for what is JSON but no baseline.
  }
  throw new StrataError('config', `${file} is not a baseline of this version of Strata`, {
    hint: 'Write it anew: strata check --write-baseline',
  });
}

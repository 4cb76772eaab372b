import type { MutationReport, TestOutcome, TriedMutant } from '../model/mutation.ts';
import { count, duration, list } from '../model/words.ts';
import type { Painter } from './paint.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const mutationVersion = 1;

/** docs/mutate.md describes the shape. */
export function mutationJson({ baselineMs, tried, listed, spared, ...rest }: MutationReport): string {
  const mutants = [...tried, ...listed.map((mutant) => ({ ...mutant, verdict: null, ms: null }))];
  const rounded = mutants.map((mutant) => ({
    ...mutant,
    ms: mutant.ms === null ? null : Math.round(mutant.ms),
  }));
  const baseline = baselineMs === undefined ? null : Math.round(baselineMs);
  return `${JSON.stringify({ version: mutationVersion, ...rest, baselineMs: baseline, mutants: rounded, spared }, null, 2)}\n`;
}

/** The mutants that no test noticed, with SQL to reproduce each; then what was not tried, and the totals. */
export function mutationReport(report: MutationReport, options: TtyOptions): string {
  const { paint, width } = options;
  const { dir, tried, listed, spared, baselineMs } = report;
  const survivors = tried.filter(({ verdict }) => verdict === 'survived' || verdict === 'not-reached');
  const blocks = [paint.strong(dir)];
  for (const mutant of listed) blocks.push(`  ${mutant.id}`);
  for (const mutant of survivors) blocks.push(survivorBlock(mutant, options));
  if (spared.length > 0) {
    const lines = spared.map(({ id, because }) => paint.dim(wrap(`${id}: ${because}`, width - 4, '    ')));
    blocks.push(`\n  ${paint.dim('not tried')}\n${lines.join('\n')}`);
  }
  if (baselineMs === undefined) return `${blocks.join('\n')}\n\n${count(listed.length, 'mutant')}.\n`;
  const number = (...verdicts: readonly TestOutcome[]) =>
    tried.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const timedOut = number('timed-out');
  const parts = [
    `${number('killed')} killed`,
    ...(timedOut > 0 ? [`${timedOut} noticed by tests that never end`] : []),
    ...(survivors.length > 0 ? [paint.bad(`${survivors.length} that no test notices`)] : []),
  ];
  const total = tried.reduce((sum, { ms }) => sum + ms, baselineMs);
  const time = paint.dim(`${duration(total)}, ${duration(total / (tried.length + 1))} each`);
  return `${blocks.join('\n')}\n\n${count(tried.length, 'mutant')}: ${list(parts)}. ${time}\n`;
}

function survivorBlock({ id, verdict, sql }: TriedMutant, { paint, width }: TtyOptions): string {
  const why =
    verdict === 'survived'
      ? 'the tests pass without it'
      : 'the tests passed, and asked for no database of this project';
  return [
    `\n  ${paint.bad('✗')} ${paint.name(id)}`,
    wrap(why, width, '    '),
    ...sql.map((line) => paint.dim(`    ${line};`)),
  ].join('\n');
}

/** What is told of one mutant as soon as it was tried. */
export function triedLine(
  { id, verdict, ms }: TriedMutant,
  index: number,
  total: number,
  paint: Painter,
): string {
  const words = {
    killed: paint.good('killed'),
    'timed-out': paint.good('stuck'),
    survived: paint.bad('survived'),
    'not-reached': paint.bad('not reached'),
  } satisfies Record<TestOutcome, string>;
  return `${paint.dim(`${index} of ${total}, ${duration(ms)}`)}  ${words[verdict]}  ${id}`;
}

import type { DownProof, ProofReport, SeedProof, SeedRepeat } from '../model/proof.ts';
import { shellPath } from '../model/shell-word.ts';
import { count, list } from '../model/words.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const proveVersion = 1;

/** docs/diff.md describes the shape. */
export function proveJson({ ok, projects, notes }: ProofReport): string {
  const shaped = projects.map(({ downs, seeded, stoppedAt, ...project }) => ({
    ...project,
    stoppedAt: stoppedAt ?? null,
    migrations: downs.map(({ planned, message, where, ...down }) => ({
      ...down,
      planned: planned ?? null,
      message: message ?? null,
      where: where ?? null,
    })),
    seeds:
      seeded === undefined
        ? null
        : {
            ...seeded,
            again:
              seeded.again === undefined ? null : { ...seeded.again, refused: seeded.again.refused ?? null },
            downTo: seeded.downTo ?? null,
            message: seeded.message ?? null,
            where: seeded.where ?? null,
          },
  }));
  return `${JSON.stringify({ version: proveVersion, ok, projects: shaped, notes }, null, 2)}\n`;
}

/** A line for each migration, what is wrong below it, and a sum. */
export function proveReport({ projects, notes }: ProofReport, options: TtyOptions): string {
  const blocks = projects.map(({ dir, folder, downs, seeded, stoppedAt }) => {
    const lines = [options.paint.strong(folder === '.' ? dir : `${dir}  ${folder}`)];
    for (const down of downs) lines.push(...downLines(down, options));
    if (seeded !== undefined) lines.push(...seedLines(seeded, downs, options));
    if (stoppedAt !== undefined)
      lines.push(
        options.paint.bad(`  ✗ ${stoppedAt} does not replay: strata check ${shellPath(dir)} explains why`),
      );
    return `${lines.join('\n')}\n`;
  });
  const all = projects.flatMap(({ downs }) => downs);
  const number = (verdict: DownProof['verdict']) => all.filter((down) => down.verdict === verdict).length;
  const parts = [
    `${number('proven')} proven`,
    ...(number('stops-on-rows') > 0 ? [`${number('stops-on-rows')} proven without rows`] : []),
    ...(number('unproven') > 0 ? [`${number('unproven')} not proven`] : []),
    ...(number('no-down') > 0 ? [`${number('no-down')} without a down`] : []),
  ];
  const unseeded = projects.filter(({ seeded }) => seeded?.verdict === 'unproven').length;
  if (unseeded > 0) parts.push("not proven with the seed's rows");
  const told = notes.map((note) => `${options.paint.warn(`${note}.`)}\n`).join('');
  return `${blocks.join('\n')}\n${told}${count(all.length, 'migration')}: ${list(parts)}.\n`;
}

function downLines(down: DownProof, { paint, width }: TtyOptions): readonly string[] {
  const { migration, verdict, isGenerated, message, notes, lost, where } = down;
  const generated = isGenerated ? ' (planned down)' : '';
  const below = (text: string) => wrap(text, width, '    ');
  const place =
    where === undefined || verdict !== 'unproven'
      ? []
      : [below(`${where.file}:${where.line}:${where.column}`)];
  const cannot = lost.length === 0 ? [] : [below(`It cannot bring back ${list(lost)}.`)];
  switch (verdict) {
    case 'proven':
      return [`  ${paint.good('✓')} ${migration}${generated}`, ...cannot];
    case 'stops-on-rows':
      return [`  ${paint.warn('!')} ${migration}${generated}`, below(`${message}`), ...cannot];
    case 'no-down':
      return [`  ${paint.dim(`- ${migration} has no down`)}`];
    case 'unproven':
      return [
        `  ${paint.bad('✗')} ${migration}${generated}`,
        ...place,
        below(`${message}`),
        ...notes.map(below),
        ...cannot,
      ];
  }
}

function seedLines(proof: SeedProof, downs: readonly DownProof[], options: TtyOptions): readonly string[] {
  const { verdict, message, rows, tables, again, downTo, where, givenUp } = proof;
  const { paint, width } = options;
  const below = (text: string) => wrap(text, width, '    ');
  if (verdict === 'unproven') {
    const place = where === undefined ? [] : [below(`${where.file}:${where.line}:${where.column}`)];
    return [`  ${paint.bad('✗')} with the seed's rows`, ...place, below(`${message}`)];
  }
  const way = downTo === downs[0]?.migration ? 'all the way down' : `down to before ${downTo}`;
  const brought = `${count(rows, 'row')} in ${count(tables, 'table')}`;
  return [
    `  ${paint.good('✓')} with the seed's rows (${brought}): ${way} and up again`,
    ...givenUp.map(({ migration, lost }) =>
      below(`The down of ${migration} gives up ${list(shorten(lost))}.`),
    ),
    ...(again === undefined ? [] : [repeatLine(again, options)]),
  ];
}

/** No verdict: some seeds are made to be run once. */
function repeatLine({ changed, refused }: SeedRepeat, { paint, width }: TtyOptions): string {
  if (refused === undefined && changed.length === 0)
    return `  ${paint.good('✓')} the seeds, run a second time, change nothing`;
  const what = refused === undefined ? `change ${list(shorten(changed))}` : `are refused: ${refused}`;
  return `  ${paint.warn('!')} ${wrap(`the seeds, run a second time, ${what}`, width, '    ').trimStart()}`;
}

/** A down to an empty database gives up everything; nobody reads that twice. */
function shorten(lost: readonly string[]): readonly string[] {
  return lost.length <= 4 ? lost : [...lost.slice(0, 3), `of ${lost.length - 3} more`];
}

import type { Rollback } from '../model/deployment.ts';
import type { DownProof } from '../model/proof.ts';
import { count, duration, list } from '../model/words.ts';
import { allowOptions, failureLines, failureShape, hazardLines, hazardShape } from './deploy.ts';
import { wrap } from './text.ts';
import type { TtyOptions } from './tty.ts';

const rollbackVersion = 1;

/** docs/live.md describes the shape. */
export function rollbackJson({ outcome, hazards, downs, ...rollback }: Rollback, isDryRun: boolean): string {
  const shaped = {
    version: rollbackVersion,
    ...rollback,
    dryRun: isDryRun,
    downs: downs.map(({ message, where, ...down }) => ({
      ...down,
      message: message ?? null,
      where: where ?? null,
    })),
    hazards: hazards.map(hazardShape),
    takenBack: outcome?.deployed ?? [],
    failure: outcome?.failure === undefined ? null : failureShape(outcome.failure),
  };
  return `${JSON.stringify(shaped, null, 2)}\n`;
}

/** First what cannot come back, then what was done or stands in the way. */
export function rollbackReport(rollback: Rollback, isDryRun: boolean, options: TtyOptions): string {
  const { paint } = options;
  const { downs, hazards, outcome, shownUrl, plan } = rollback;
  if (downs.length === 0) return `Nothing is to be taken back on ${shownUrl}.\n`;
  const lines = [...lostLines(downs, options)];
  if (outcome === undefined) {
    lines.push(`${paint.strong(count(downs.length, 'migration'))} to take back on ${shownUrl}`);
    lines.push(...downs.flatMap((down) => downLines(down, options)));
  }
  lines.push(...hazards.flatMap((hazard) => hazardLines(hazard, options)));
  if (outcome !== undefined) {
    const { deployed, failure } = outcome;
    lines.push(
      ...deployed.map(
        ({ name, ms }) => `  ${paint.good('✓')} ${name} is taken back ${paint.dim(duration(ms))}`,
      ),
    );
    if (failure !== undefined) lines.push(...failureLines(failure, options));
    lines.push(
      '',
      `${count(deployed.length, 'migration')} taken back on ${shownUrl}${failure === undefined ? '' : ', 1 failed'}.`,
    );
  } else lines.push('', ...nextLines(rollback, isDryRun, plan));
  return `${lines.join('\n')}\n`;
}

/** What the ups have destroyed, and no down brings back. */
function lostLines(downs: readonly DownProof[], { paint, width }: TtyOptions): readonly string[] {
  const lost = downs.flatMap((down) => down.lost.map((what) => `${what} (${down.migration})`));
  if (lost.length === 0) return [];
  return [`${paint.warn('!')} What cannot come back:`, ...lost.map((what) => wrap(what, width, '    '))];
}

function downLines(
  { migration, verdict, message }: DownProof,
  { paint, width }: TtyOptions,
): readonly string[] {
  const below = message === undefined ? [] : [wrap(message, width, '      ')];
  switch (verdict) {
    case 'proven':
      return [`  ${paint.good('✓')} ${migration}, its down is proven`];
    case 'stops-on-rows':
      return [`  ${paint.warn('!')} ${migration}`, ...below];
    case 'no-down':
    case 'unproven':
      return [`  ${paint.bad('✗')} ${migration}`, ...below];
  }
}

function nextLines({ downs, hazards }: Rollback, isDryRun: boolean, plan: string): readonly string[] {
  const missing = downs.filter(({ verdict }) => verdict === 'no-down').map(({ migration }) => migration);
  if (missing.length > 0)
    return [
      `Nothing was changed: ${list(missing)} cannot be taken back without a down.`,
      'strata prove --generate shows which ones Strata can plan.',
    ];
  if (downs.some(({ verdict }) => verdict === 'unproven'))
    return ['Nothing was changed: a down that is not proven is not run. `strata prove` shows why.'];
  const allowing = allowOptions(hazards);
  if (allowing !== '') return ['Nothing was changed. If that is meant, add', allowing];
  return isDryRun
    ? [`Nothing was changed. To do exactly this, add --plan ${plan} instead of --dry-run.`]
    : [];
}

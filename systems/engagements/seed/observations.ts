import { pick, stableUuid } from '../../shared/random.ts';
import { findings, type TenantCatalogue } from './catalogue.ts';
import type { Engagement } from './engagements.ts';
import type { Person } from './people.ts';

import { date, type Row, text } from './sql.ts';

interface Raised {
  readonly key: string;
  readonly title: string;
  readonly severity: string;
  /** Days before the seed ends. */
  readonly back: number;
  readonly repeatOf: string | undefined;
}

const daysToMend: Readonly<Record<string, number>> = { CRITICAL: 30, HIGH: 60, MEDIUM: 120, LOW: 180 };

/**
 * Every finding about every system once, spread over two years; a third of them came again, and some of those a third time.
 * What was raised before engagements could be linked belongs to none.
 */
export function makeObservations(
  { slug, systems }: TenantCatalogue,
  people: readonly Person[],
  engagements: readonly Engagement[],
  random: () => number,
): readonly Row[] {
  const idOf = (key: string) => text(stableUuid(`engagements/observation/${slug}/${key}`));
  const auditees = people.filter(({ role }) => role === 'AUDITEE');
  const raised = systems.flatMap((system, s) =>
    findings.flatMap((_, f) =>
      chain(system, f, 700 - f * 20 - s * 33, random).map((one, i) => ({
        ...one,
        key: `${s}/${f}/${i}`,
        repeatOf: i === 0 ? undefined : `${s}/${f}/${i - 1}`,
      })),
    ),
  );
  // An original stands before its repeats, which refer to it.
  return raised
    .toSorted((a, b) => b.back - a.back)
    .map((one) => {
      const due = one.back - (daysToMend[one.severity] ?? 90);
      const mended = one.back - Math.floor((0.4 + random() * 1.2) * (daysToMend[one.severity] ?? 90));
      const isClosed = mended >= 0 && random() < 0.85;
      const status = isClosed ? 'CLOSED' : random() < 0.5 ? 'IN_PROGRESS' : 'OPEN';
      const engagement = engagements.findLast(({ startedBack }) => startedBack >= one.back);
      return [
        idOf(one.key),
        text(one.title),
        text(one.severity),
        text(status),
        date(one.back),
        random() < 0.95 ? date(due) : 'NULL',
        isClosed ? date(mended) : 'NULL',
        random() < 0.9 ? text(pick(auditees, random).id) : 'NULL',
        engagement === undefined ? 'NULL' : text(engagement.id),
        one.repeatOf === undefined ? 'NULL' : idOf(one.repeatOf),
      ];
    });
}

/** A finding and how often it came again. */
function chain(
  system: string,
  finding: number,
  back: number,
  random: () => number,
): readonly Omit<Raised, 'key' | 'repeatOf'>[] {
  const [title, severity, again] = findings[finding] as (typeof findings)[number];
  const say = (words: string) => words.replaceAll('{it}', system);
  const first = { title: say(title), severity, back };
  if (random() >= 0.35) return [first];
  const second = {
    title: say(again),
    severity,
    back: Math.max(1, Math.floor(back * (0.2 + random() * 0.5))),
  };
  if (random() >= 0.3) return [first, second];
  return [first, second, { ...second, back: Math.floor(second.back * random() * 0.8) }];
}

import { pick, stableUuid } from '../../shared/random.ts';
import type { TenantCatalogue } from './catalogue.ts';
import type { Person } from './people.ts';

import { date, type Row, text } from './sql.ts';

/** An engagement, and the rows of those who work on it. */
export interface Engagement {
  readonly id: string;
  /** How many days before the seed ends its fieldwork began; negative: it is planned for later. */
  readonly startedBack: number;
  readonly row: Row;
  readonly members: readonly Row[];
}

/** One for each area of the tenant: the oldest are closed, the last one is still to begin. */
export function makeEngagements(
  { slug, areas }: TenantCatalogue,
  people: readonly Person[],
  random: () => number,
): readonly Engagement[] {
  const leads = people.filter(({ role }) => role === 'MANAGER' || role === 'CAE');
  const auditors = people.filter(({ role }) => role === 'AUDITOR');
  return areas.map((area, n) => {
    const id = stableUuid(`engagements/engagement/${slug}/${area}`);
    const startedBack = 320 - n * 50;
    const status = statusOf(startedBack);
    const title = `${area} ${startedBack > 25 ? 2025 : 2026}`;
    const period = [date(startedBack), date(startedBack - 45)];
    const team = auditors.filter((_, i) => i !== n % auditors.length);
    return {
      id,
      startedBack,
      row: [text(id), text(title), text(pick(leads, random).id), text(status), ...period],
      members: team.map((auditor) => [
        text(stableUuid(`engagements/member/${id}/${auditor.id}`)),
        text(id),
        text(auditor.id),
      ]),
    };
  });
}

function statusOf(startedBack: number): string {
  if (startedBack < 0) return 'PLANNED';
  if (startedBack < 50) return 'FIELDWORK';
  return startedBack < 100 ? 'REPORTING' : 'CLOSED';
}

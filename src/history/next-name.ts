import { StrataError } from '../model/errors.ts';

/** A name that a person gave, as it may stand in a file name. Throws a `usage` error where nothing is left of it. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 80);
  if (slug !== '') return slug;
  throw new StrataError('usage', `\`${name}\` is not a name for a migration`, {
    hint: 'Say what changes in a few words: strata plan "add badges"',
  });
}

/**
 * Names for new migrations that sort after all existing ones, numbered as the last of those is: by the same kind of time, or
 * by the next number with as many digits. `existing` in the order of the runner; without any, by time.
 */
export function nextNames(
  existing: readonly string[],
  slug: string,
  count: number,
  now: Date,
): readonly string[] {
  const slugs = count === 1 ? [slug] : Array.from({ length: count }, (_, i) => `${slug}_${i + 1}`);
  const last = existing.findLast((name) => numbered.test(name));
  const [, prefix = '', digits = '', mark = ''] = partsOf(last ?? '') ?? [];
  const separator = mark || '_';
  const numbers = nextNumbers(digits, count, now);
  return slugs.map((words, i) => joined(`${prefix}${numbers[i]}`, separator, words));
}

/** A name with these words behind the number of another one; undefined where that bears none. */
export function nameInPlaceOf(name: string, slug: string): string | undefined {
  const [, prefix, number, mark] = partsOf(name) ?? [];
  return number === undefined ? undefined : joined(`${prefix}${number}`, mark || '_', slug);
}

function joined(number: string, separator: string, words: string): string {
  return `${number}${separator}${separator.startsWith('-') ? words.replaceAll('_', '-') : words}`;
}

const numbered =
  /^((?:[a-z]+[-_.]?)?)(\d{4}-\d\d-\d\d(?:-\d{6}|(?=[-_.]|$))|\d+(?:\.\d+(?=[._-]))*)(__|[-_.]|$)/i;
/** Only Flyway's versions have parts between underscores; in `002_2026_budget` the year is a word of the name. */
const flyway = /^(V)(\d+(?:[._]\d+)*)(__)/;

/** A name's words before its number, the number, and what stands behind it. */
function partsOf(name: string): RegExpExecArray | null {
  return flyway.exec(name) ?? numbered.exec(name);
}

/** Numbers of the same kind as `last`, each larger than the one before. */
function nextNumbers(last: string, count: number, now: Date): readonly string[] {
  const numbers: string[] = [];
  for (let at = last; numbers.length < count; numbers.push(at)) at = nextNumber(at, now);
  return numbers;
}

/** A way to write a moment, and the smallest step between two. */
interface Clock {
  readonly pattern: RegExp;
  readonly stepMs: number;
  write(moment: Date): string;
  read(text: string): Date;
}

const clocks: readonly Clock[] = [
  {
    pattern: /^(?:19|20)\d{12}$/,
    stepMs: 1000,
    write: (moment) => digitsOf(moment).slice(0, 14),
    read: fromDigits,
  },
  {
    pattern: /^(?:19|20)\d{15}$/,
    stepMs: 1,
    write: digitsOf,
    read: fromDigits,
  },
  {
    pattern: /^(?:19|20)\d{10}$/,
    stepMs: 60_000,
    write: (moment) => digitsOf(moment).slice(0, 12),
    read: fromDigits,
  },
  {
    pattern: /^\d{4}-\d\d-\d\d-\d{6}$/,
    stepMs: 1000,
    write: (moment) =>
      digitsOf(moment)
        .slice(0, 14)
        .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3-'),
    read: (text) => fromDigits(text.replaceAll('-', '')),
  },
  {
    pattern: /^\d{4}-\d\d-\d\d$/,
    stepMs: 86_400_000,
    write: (moment) => moment.toISOString().slice(0, 10),
    read: (text) => new Date(text),
  },
  {
    pattern: /^1\d{12}$/,
    stepMs: 1,
    write: (moment) => String(moment.getTime()),
    read: (text) => new Date(Number(text)),
  },
  {
    pattern: /^1\d{9}$/,
    stepMs: 1000,
    write: (moment) => String(Math.floor(moment.getTime() / 1000)),
    read: (text) => new Date(Number(text) * 1000),
  },
];

function nextNumber(last: string, now: Date): string {
  if (last === '' || /^(?:19|20)\d{6}$/.test(last)) return digitsOf(now).slice(0, 14);
  const clock = clocks.find(({ pattern }) => pattern.test(last));
  if (clock === undefined) {
    const [, head = '', tail = '0'] = /^(.*?)(\d+)$/.exec(last) ?? [];
    return head + String(BigInt(tail) + 1n).padStart(tail.length, '0');
  }
  const earliest = clock.read(last).getTime() + clock.stepMs;
  return clock.write(new Date(Math.max(now.getTime(), earliest)));
}

/** `20260102030405678`, UTC. */
function digitsOf(moment: Date): string {
  return moment.toISOString().replaceAll(/\D/g, '');
}

function fromDigits(text: string): Date {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = (
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(\d{3})?$/.exec(text) ?? []
  )
    .slice(1)
    .map((part) => Number(part ?? 0));
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
}

/** Fourteen digits, whatever odd names there are. */
export function namesByTime(
  existing: readonly string[],
  slug: string,
  count: number,
  now: Date,
): readonly string[] {
  const timed = existing.filter((name) => /^(?:19|20)\d{12}_/.test(name)).sort();
  return nextNames(timed, slug, count, now);
}

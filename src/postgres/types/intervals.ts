const fields = ['second', 'minute', 'hour', 'day', 'month', 'year'];

/** Whether a type, as PostgreSQL writes it, is an interval: `interval day to second(3)`. */
export function isInterval(type: string): boolean {
  return /^interval[a-z ]*(\(\d\))?$/.test(type);
}

/** Whether values of one interval stay as they are in another. Only what is finer than its last field is cut, as `interval_support` in PostgreSQL has it. */
export function keepsIntervals(from: string, to: string): boolean {
  const [was, is] = [finestField(from), finestField(to)];
  return is <= was && (was > 0 || digitsOf(to) >= digitsOf(from));
}

/** From 0 for seconds, which an interval without fields holds too, to 5 for years. */
export function finestField(type: string): number {
  const last = /(\w+)(\(\d\))?$/.exec(type)?.[1] ?? '';
  return Math.max(fields.indexOf(last), 0);
}

function digitsOf(type: string): number {
  return Number(/\((\d)\)/.exec(type)?.[1] ?? 6);
}

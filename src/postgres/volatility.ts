/** What a function says of its results, unless that they go by its arguments alone. */
type Volatility = 'VOLATILE' | 'STABLE';

/** Functions of PostgreSQL, and of extensions that make identifiers, whose result may differ from call to call. */
const differsByCall =
  /^(random(_normal)?|gen_random_\w+|gen_salt|uuid_generate_v(1|1mc|4|7)|uuidv[47]|gen_(monotonic_)?ulid|idkit_\w+_generate(_uuid)?|clock_timestamp|timeofday|nextval|currval|lastval)$/;

/** Functions of PostgreSQL whose result stays the same within one statement, and may be another in the next. */
const differsByStatement =
  /^(now|statement_timestamp|transaction_timestamp|current_setting|txid_current|pg_backend_pid)$/;

/**
 * How the result of a function that no history makes may differ, by its bare name; undefined of all others.
 * https://www.postgresql.org/docs/18/xfunc-volatility.html
 */
export function volatilityOf(name: string): Volatility | undefined {
  if (differsByCall.test(name)) return 'VOLATILE';
  return differsByStatement.test(name) ? 'STABLE' : undefined;
}

/** Whether an expression, as PostgreSQL writes it, calls such a function that differs from call to call. */
export function callsVolatile(expression: string): boolean {
  return [...expression.matchAll(/(\w+)\(/g)].some(([, name = '']) => volatilityOf(name) === 'VOLATILE');
}

/** Whether a function may return something else for every row, by its `pg_get_functiondef`. */
export function isVolatileFunction(definition: string): boolean {
  return !/^ (?:[A-Z ]+ )?(?:IMMUTABLE|STABLE)\b/m.test(definition);
}

import { InvalidArgumentError, Option } from 'commander';

/**
 * An option that may be given several times, with one value each. With several values for one option, it would take the
 * directory after it as a value.
 */
export function repeatable(flags: string, description: string, choices?: readonly string[]): Option {
  const option = new Option(flags, `${description}; repeatable`);
  if (choices !== undefined) option.choices([...choices]);
  return collecting(option, (value, before: readonly string[] = []) => {
    if (choices !== undefined && !choices.includes(value))
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return [...before, value];
  });
}

const collected = new WeakSet<Option>();

/** Makes an option one that may be given several times: `add` puts a value behind those before it. */
export function collecting<Values>(
  option: Option,
  add: (value: string, before: Values | undefined) => Values,
): Option {
  collected.add(option);
  return option.argParser(add);
}

/** Refuses an option that is given twice, unless it collects its values: the first one would be ignored silently. */
export function refuseTwice(option: Option): void {
  if (option.isBoolean() || collected.has(option)) return;
  const { parseArg } = option;
  let isGiven = false;
  option.argParser((value: string, before: unknown) => {
    if (isGiven) throw new InvalidArgumentError('It was given twice.');
    isGiven = true;
    return parseArg === undefined ? value : parseArg(value, before);
  });
}

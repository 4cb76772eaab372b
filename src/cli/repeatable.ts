import { InvalidArgumentError, Option } from 'commander';

/**
 * An option that may be given several times, with one value each. With several values for one option, it would take the
 * directory after it as a value.
 */
export function repeatable(flags: string, description: string, choices?: readonly string[]): Option {
  const option = new Option(flags, `${description}; repeatable`);
  if (choices !== undefined) option.choices([...choices]);
  return option.argParser((value: string, before: readonly string[] = []) => {
    if (choices !== undefined && !choices.includes(value))
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return [...before, value];
  });
}

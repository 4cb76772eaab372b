import type { Argument, Help, Option } from 'commander';

/** How help is written, of all commands and of each. */
export const helpStyle: Partial<Help> = {
  optionDescription: describe,
  argumentDescription: describe,
};

/** What an option or an argument says, with its values and what holds without it in one pair of parentheses. */
function describe(one: Option | Argument): string {
  const { description, argChoices, defaultValue, defaultValueDescription } = one;
  const isWord = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  const usual = defaultValueDescription ?? (isWord ? String(defaultValue) : undefined);
  const more = [
    ...('mandatory' in one && one.mandatory ? ['required'] : []),
    ...(argChoices === undefined ? [] : [argChoices.join(', ')]),
    ...(usual === undefined ? [] : [`default: ${usual}`]),
  ];
  return more.length === 0 ? description : `${description} (${more.join('; ')})`;
}

/** Behind the list of commands. */
export const firstSteps = `
Begin with \`strata check\` in a project: it finds the migrations, and changes nothing.
\`strata help deploy\` explains one command.`;

/** Behind every help. */
export const exitCodeWords = `
Exit codes: 0 all well, 1 findings, 2 wrong usage or configuration,
3 Strata, its engine or a server failed.`;

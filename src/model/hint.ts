/** Words, which tell in sentences what to do, or code to take over as it is: SQL, commands, lines of a file. */
export type HintPart = string | { readonly code: string };

/** What to do next, in the user's own names. Each part stands on lines of its own; whoever writes it says what is code. */
export type Hint = HintPart | readonly HintPart[];

export function hintParts(hint: Hint): readonly HintPart[] {
  return isPart(hint) ? [hint] : hint;
}

/** The hint as plain text, where words and code look alike. */
export function hintText(hint: Hint): string {
  return hintParts(hint)
    .map((part) => (typeof part === 'string' ? part : part.code))
    .join('\n');
}

/** The hints that there are, one behind the other. */
export function joinHints(...hints: readonly (Hint | undefined)[]): Hint {
  return hints.flatMap((hint) => (hint === undefined ? [] : hintParts(hint)));
}

/** The same hint with `change` made in its first part. */
export function changeFirst(hint: Hint, change: (text: string) => string): Hint {
  return isPart(hint)
    ? changePart(hint, change)
    : hint.map((part, i) => (i === 0 ? changePart(part, change) : part));
}

/** The same hint with `change` made in each part, words and code alike. */
export function changeHint(hint: Hint, change: (text: string) => string): Hint {
  return isPart(hint) ? changePart(hint, change) : hint.map((part) => changePart(part, change));
}

function changePart(part: HintPart, change: (text: string) => string): HintPart {
  return typeof part === 'string' ? change(part) : { code: change(part.code) };
}

/** `Array.isArray` alone does not tell read-only arrays apart. */
function isPart(hint: Hint): hint is HintPart {
  return !Array.isArray(hint);
}

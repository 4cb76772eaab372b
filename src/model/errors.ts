import { type Hint, hintText } from './hint.ts';

/** Where in a file something is. `file` is relative to the project's directory, with forward slashes; numbers are 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** In UTF-16 code units, as editors count. */
  readonly column: number;
}

/**
 * What went wrong, as a contract with the exit code:
 * `usage`, `config` and `project` end with 2 (the user can mend it), `engine`, `live`, `unproven` (a plan that does not arrive)
 * and `internal` with 3.
 */
type ErrorCode = 'usage' | 'config' | 'project' | 'engine' | 'live' | 'unproven' | 'internal';

/** The one error class that leaves the package. `message` says what happened to which object, `hint` what to do next. */
export class StrataError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  /** The hint with its code told apart, for whoever makes a finding of the error. */
  readonly advice: Hint | undefined;
  readonly where: Place | undefined;

  constructor(code: ErrorCode, message: string, more: { hint?: Hint; where?: Place; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'StrataError';
    this.code = code;
    this.hint = more.hint === undefined ? undefined : hintText(more.hint);
    this.advice = more.hint;
    this.where = more.where;
  }
}

/** Runs `work`; an error that escapes is wrapped with the name of the step, unless it begins with it, keeping code, hint and place. */
export async function inStep<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StrataError) {
      const { advice, where } = error;
      if (error.message.startsWith(`${step}: `)) throw error;
      throw new StrataError(error.code, `${step}: ${error.message}`, {
        ...(advice === undefined ? {} : { hint: advice }),
        ...(where === undefined ? {} : { where }),
        cause: error,
      });
    }
    const message = error instanceof Error ? error.message : String(error);
    throw new StrataError('internal', `${step}: ${message}`, { cause: error });
  }
}

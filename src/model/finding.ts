import { type Place, StrataError } from './errors.ts';
import type { Hint } from './hint.ts';
import type { ObjectId } from './object-id.ts';

/** Worst first. `error`: it fails or loses; `warning`: it will hurt; `info`: worth knowing. */
export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** A few lines of a file around a place, ready to be printed. */
export interface CodeFrame {
  /** 1-based number of the first of `lines`. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly line: number;
  readonly column: number;
  /** How many columns to underline, at least 1. */
  readonly length: number;
}

/** One thing Strata has to say about a project. A value, never an exception. */
export interface Finding {
  /** Stable id, kebab-case: `undefined-column`, `missing-lock-file`. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence: what happened to which object. */
  readonly message: string;
  /** The evidence, a line each: the life story of the object, near names, what the server said. */
  readonly notes: readonly string[];
  readonly hint?: Hint;
  readonly where?: Place;
  /** Name of the migration. */
  readonly migration?: string;
  /** 1-based number of the statement in its migration. */
  readonly statement?: number;
  readonly frame?: CodeFrame;
  /** Where it is about one object of a database: which, so that other findings about it are known. No part of the JSON. */
  readonly object?: ObjectId;
  /** The objects that it misses and no migration makes. No part of the JSON. */
  readonly neverMade?: readonly NeverMade[];
}

/** `table`, `column`, `role` ... and the name as PostgreSQL shows it: without quotes. */
export interface NeverMade {
  readonly word: string;
  readonly name: string;
}

/**
 * Whether a migration stands in the history with an empty text, or is missing from it, since its file could not be read: what it
 * makes is unknown.
 */
export function isUnread({ rule, severity }: Finding): boolean {
  return severity === 'error' && /^(unreadable-|missing-migration-file)/.test(rule);
}

/** A finding that stops a command. */
export function errorOf({ message, hint, where }: Finding): StrataError {
  return new StrataError('project', message, {
    ...(hint === undefined ? {} : { hint }),
    ...(where === undefined ? {} : { where }),
  });
}

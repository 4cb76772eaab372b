import type { Finding } from '../model/finding.ts';
import type { ProjectReport, Report } from '../model/report.ts';

/** The file and line of a finding, relative to the working directory. A finding without a place gets the migrations' folder. */
interface FilePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; undefined where the finding is of the whole file. */
  readonly column: number | undefined;
  /** Just after the last character marked, in the same line. */
  readonly endColumn: number | undefined;
}

export function placeOf(project: ProjectReport, { where, frame }: Finding): FilePlace {
  if (where === undefined)
    return { file: joined(project.dir, project.folder), line: 1, column: undefined, endColumn: undefined };
  const marked = frame !== undefined && frame.line === where.line ? frame.length : undefined;
  return {
    file: joined(project.dir, where.file),
    line: where.line,
    column: where.column,
    endColumn: marked === undefined ? undefined : where.column + marked,
  };
}

/** `migrations/002_b.sql:4:8` */
export function placeWords(project: ProjectReport, finding: Finding): string {
  const { file, line, column } = placeOf(project, finding);
  return `${file}:${line}${column === undefined ? '' : `:${column}`}`;
}

/** A project by its directory; by the folder of its migrations where it is the working directory. */
export function shownFolder({ dir, folder }: ProjectReport): string {
  if (folder === '.') return dir;
  return dir === '.' ? folder : dir;
}

/** The same report with paths relative to another directory: `base` is the working directory, relative to it. */
export function seenFrom(report: Report, base: string): Report {
  if (base === '' || base === '.') return report;
  return {
    ...report,
    projects: report.projects.map((project) => ({ ...project, dir: joined(base, project.dir) })),
  };
}

/** Joins two paths with forward slashes, resolving `.` and `..`. */
export function joined(dir: string, file: string): string {
  const parts: string[] = [];
  for (const part of `${dir}/${file}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  const path = parts.join('/');
  if (dir.startsWith('/')) return `/${path}`;
  return path === '' ? '.' : path;
}

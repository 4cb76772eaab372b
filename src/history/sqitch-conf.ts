import { existsSync } from 'node:fs';
import path from 'node:path';
import { readConfigText } from './config-text.ts';

/** The configuration that a plan of Sqitch belongs to. */
interface SqitchConf {
  readonly text: string;
  /** The database that the plan is for, as Sqitch calls it (`pg`); undefined where nothing tells. */
  readonly engine?: string;
}

/** What a section says: `[engine "mysql"]` is `engine.mysql`, its keys are in lower case. */
type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The nearest `sqitch.conf` at or above a folder with a plan, up to its repository, whose `top_dir` or `plan_file` leads to the
 * plan; null where there is none. One beside the plan is always its own.
 * https://sqitch.org/docs/manual/sqitch-config/
 */
export function findSqitchConf(folder: string): SqitchConf | null {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    const text = readConfigText(path.join(dir, 'sqitch.conf'));
    if (text !== null) {
      const sections = sectionsOf(text);
      const leading = [...sections.keys()].filter((name) => leadsTo(dir, sections.get(name), folder));
      if (dir === folder || leading.length > 0) return { text, ...engineOf(sections, leading) };
    }
    if (existsSync(path.join(dir, '.git')) || dir === path.dirname(dir)) return null;
  }
}

function leadsTo(dir: string, section: ReadonlyMap<string, string> | undefined, folder: string): boolean {
  const plan = section?.get('plan_file');
  const top = plan === undefined ? section?.get('top_dir') : path.dirname(plan);
  return top !== undefined && path.resolve(dir, top) === folder;
}

/** An engine whose own section leads to the plan goes before the usual one. */
function engineOf(sections: Sections, leading: readonly string[]): Pick<SqitchConf, 'engine'> {
  const own = leading.flatMap((name) => /^engine\.(\w+)$/.exec(name)?.[1] ?? []);
  const [first = sections.get('core')?.get('engine')] = own;
  const engine = own.includes('pg') ? 'pg' : first;
  return engine === undefined ? {} : { engine };
}

function sectionsOf(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let name = '';
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[\s*([\w.-]+)(?:\s+"([^"]*)")?\s*\]/.exec(line);
    if (head !== null) name = [head[1]!.toLowerCase(), ...(head[2] === undefined ? [] : [head[2]])].join('.');
    const [, key, value] = /^\s*([\w-]+)\s*=\s*"?([^"#;]*?)"?\s*(?:[#;].*)?$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    sections.set(name, new Map([...(sections.get(name) ?? []), [key.toLowerCase(), value]]));
  }
  return sections;
}

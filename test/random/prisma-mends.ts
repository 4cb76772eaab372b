/** A schema of one file in which every line keeps its number while others are added and taken out. */
interface Page {
  readonly rows: string[][];
  readonly ends: string[];
}

type Follow = (page: Page, said: RegExpExecArray) => void;

const rowAt = ({ rows }: Page, line = '') => rows[Number(line) - 1]!;

/** The row of a block's closing brace, behind what was added before it. */
function endOf({ rows }: Page, name = ''): number {
  const head = rows.findIndex(([row]) => new RegExp(`^(?:model|enum|view) ${name} \\{`).test(row ?? ''));
  return rows.findIndex((row, at) => at > head && row.at(-1) === '}');
}

function takeOutLines(page: Page, text: string): void {
  for (const [, line] of text.matchAll(/:(\d+)\)/g)) rowAt(page, line).length = 0;
}

function takeOutBlock(page: Page, name = ''): void {
  for (let at = endOf(page, name); ; at -= 1) {
    const row = page.rows[at]!.splice(0)[0] ?? '';
    if (/^(?:model|enum|view) /.test(row)) return;
  }
}

function takeOutLabels(page: Page, labels: readonly string[], name = ''): void {
  for (let at = endOf(page, name) - 1; !page.rows[at]![0]?.includes('{'); at -= 1) {
    const own = page.rows[at]![0]?.trim() ?? '';
    const label = /@map\("([^"]*)"\)/.exec(own)?.[1] ?? /^\w+/.exec(own)?.[0] ?? '';
    if (!own.startsWith('@@') && labels.includes(label)) page.rows[at]!.length = 0;
  }
}

function writeKey(page: Page, line = '', attribute = ''): void {
  const row = rowAt(page, line);
  const own = row[0] ?? '';
  if (own.trim().startsWith('@@')) row.splice(0, 1, attribute);
  else {
    row.splice(0, 1, own.replace(/\s*@(?:unique|id)\b(?:\([^)]*\))?/, ''));
    const end = page.rows.findIndex((other, at) => at >= Number(line) && other.at(-1) === '}');
    page.rows[end]!.unshift(attribute);
  }
}

function withMap(line: string, map: string): string {
  const bare = line.replace(/,?\s*\bmap:\s*"[^"]*"/, '');
  if (/@relation\(/.test(bare))
    return bare.replace(/@relation\(((?:[^()]|\([^()]*\))*)\)/, `@relation($1, ${map})`);
  if (/@@/.test(bare)) return bare.replace(/\)\s*$/, `, ${map})`);
  return bare.replace(
    /@(unique|id)(?:\(([^)]*)\))?/,
    (_, word: string, own?: string) => `@${word}(${own ? `${own}, ` : ''}${map})`,
  );
}

const change = (page: Page, line: string | undefined, by: (own: string) => string) => {
  const row = rowAt(page, line);
  row.splice(0, 1, by(row[0] ?? ''));
};

/** Every sentence in which a finding says what to do to a schema. */
const ways: readonly (readonly [RegExp, Follow])[] = [
  [/^declare the (?:table|enum):\n([\s\S]*)$/, ({ ends }, [, block]) => ends.push(block!)],
  [
    /^add to (?:model|enum) (\w+):\n([\s\S]*)$/,
    (page, [, name, lines]) => page.rows[endOf(page, name)]!.unshift(lines!),
  ],
  [/^take (.*) out of enum (\w+)\.$/, (page, [, list, name]) => takeOutLabels(page, list!.split(', '), name)],
  [/^write [^\s:]+:(\d+) as\n(.*)$/, (page, [, line, text]) => change(page, line, () => text!)],
  [/^take `\w+` out of model \w+ (.*)$/, (page, [, places]) => takeOutLines(page, places!)],
  [
    /^take (?:model|enum|view) (\w+) out \([^)]*\)(.*)$/,
    (page, [, name, places]) => {
      takeOutBlock(page, name);
      takeOutLines(page, places!);
    },
  ],
  [
    /^take (?:its attribute|`@@map.*`) out of [^\s:]+:(\d+)/,
    (page, [, line]) =>
      change(page, line, (own) =>
        own.trim().startsWith('@@') ? '' : own.replace(/\s*@unique(?:\([^)]*\))?/, ''),
      ),
  ],
  [
    /^let the relation in [^\s:]+:(\d+) say\n\s*(.*)$/,
    (page, [, line, text]) =>
      change(page, line, (own) => own.replace(/@relation\((?:[^()]|\([^()]*\))*\)/, text!)),
  ],
  [
    /^add (map: "[^"]*") to its attribute in [^\s:]+:(\d+)\.$/,
    (page, [, map, line]) => change(page, line, (own) => withMap(own, map!)),
  ],
  [/^write it in [^\s:]+:(\d+) as\n(.*)$/, (page, [, line, text]) => writeKey(page, line, text)],
  [/^take the relation out: (.*)$/, (page, [, places]) => takeOutLines(page, places!)],
];

/** Puts what findings say of a schema into it, as a person would: `mends` stand behind "or the schema to the migrations". */
export function applyMends(text: string, mends: readonly string[]): string {
  const page: Page = { rows: text.split('\n').map((row) => [row]), ends: [] };
  for (const mend of mends.flatMap((one) => one.split('\nand '))) {
    const way = ways.find(([pattern]) => pattern.test(mend));
    if (way === undefined) throw new Error(`no way to follow: ${mend}`);
    way[1](page, way[0].exec(mend)!);
  }
  return [...page.rows.flat(), ...page.ends].join('\n');
}

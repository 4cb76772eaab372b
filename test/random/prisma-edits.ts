import { listDefaults, scalars } from './prisma-scalars.ts';

/** Chooses a number from 0 up to, and without, the given one. */
export type Dice = (sides: number) => number;

interface Line {
  readonly at: number;
  readonly text: string;
}

interface Block {
  readonly kind: 'model' | 'enum';
  readonly name: string;
  readonly head: number;
  /** The line of the closing brace. */
  readonly end: number;
  readonly lines: readonly Line[];
}

function blocksIn(text: string): readonly Block[] {
  const rows = text.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const [, kind, name] = /^(model|enum) (\w+) \{/.exec(rows[at]!) ?? [];
    if (kind === undefined || name === undefined) continue;
    const head = at;
    const lines: Line[] = [];
    while (rows[at] !== '}') {
      at += 1;
      if (/^\s+\S/.test(rows[at]!) && !/^\s*\/\//.test(rows[at]!)) lines.push({ at, text: rows[at]!.trim() });
    }
    blocks.push({ kind: kind as Block['kind'], name, head, end: at, lines });
  }
  return blocks;
}

interface Scene {
  readonly rows: string[];
  readonly blocks: readonly Block[];
  readonly dice: Dice;
  /** A number that makes names new. */
  readonly fresh: number;
}

type Edit = (scene: Scene) => void;

const one = <T>(dice: Dice, list: readonly T[]): T | undefined => list[dice(Math.max(list.length, 1))];
const models = ({ blocks }: Scene) => blocks.filter(({ kind }) => kind === 'model');
const enums = ({ blocks }: Scene) => blocks.filter(({ kind }) => kind === 'enum');
const isField = ({ text }: Line) => /^[a-zA-Z]/.test(text);
const typeOf = ({ text }: Line) => /^\w+\s+(\w+)/.exec(text)?.[1] ?? '';
const nameOf = ({ text }: Line) => /^\w+/.exec(text)?.[0] ?? '';

function scalarsOf(scene: Scene, block: Block): readonly Line[] {
  const names = new Set(models(scene).map(({ name }) => name));
  return block.lines.filter(
    (line) => isField(line) && !names.has(typeOf(line)) && !/Unsupported/.test(line.text),
  );
}

/** Changes one line of some field that holds a value. */
const onField =
  (change: (line: string, scene: Scene, block: Block) => string | undefined): Edit =>
  (scene) => {
    const block = one(scene.dice, models(scene));
    const line = block && one(scene.dice, scalarsOf(scene, block));
    if (block === undefined || line === undefined) return;
    const text = change(line.text, scene, block);
    if (text === undefined) scene.rows.splice(line.at, 1);
    else scene.rows[line.at] = `  ${text}`;
  };

const withoutDefault = (text: string) =>
  text
    .replace(/\s*@default\((?:[^()"]|"(?:\\.|[^"\\])*"|\((?:[^()"]|"(?:\\.|[^"\\])*")*\))*\)/, '')
    .replace(/\s*@updatedAt/, '');
const withoutNative = (text: string) => text.replace(/\s*@db\.\w+(?:\([^)]*\))?/, '');

const addTo = ({ rows, blocks }: Scene, name: string, line: string) => {
  const block = blocks.find((own) => own.name === name)!;
  const at = block.lines.find(({ text }) => text.startsWith('@@'))?.at ?? block.end;
  rows.splice(line.startsWith('@@') ? block.end : at, 0, `  ${line}`);
};

function newField({ dice, fresh, blocks }: Scene): string {
  const own = blocks.filter(({ kind }) => kind === 'enum');
  const type = one(dice, [...Object.keys(scalars), ...own.map(({ name }) => name)])!;
  const mark = one(dice, ['', '?', '[]', ''])!;
  const known = scalars[type];
  const native = known === undefined || type === 'String' ? '' : one(dice, known.natives)!;
  const value = known === undefined || mark === '[]' || dice(2) === 0 ? '' : one(dice, known.defaults)!;
  return `field${fresh} ${type}${mark} ${value} ${native} ${dice(4) === 0 ? `@map("field_${fresh}")` : ''}`;
}

/** `fields` for an index over one or two columns. */
function columnsFor(scene: Scene, block: Block): string {
  const names = scalarsOf(scene, block).map(nameOf);
  const chosen = [one(scene.dice, names)!, ...(scene.dice(2) === 0 ? [one(scene.dice, names)!] : [])];
  return [...new Set(chosen)].map((name) => (scene.dice(4) === 0 ? `${name}(sort: Desc)` : name)).join(', ');
}

const onAttribute =
  (pattern: RegExp, change: (line: string, scene: Scene, block: Block) => string | undefined): Edit =>
  (scene) => {
    const found = models(scene).flatMap((block) =>
      block.lines.filter(({ text }) => pattern.test(text)).map((line) => ({ block, line })),
    );
    const chosen = one(scene.dice, found);
    if (chosen === undefined) return;
    const text = change(chosen.line.text, scene, chosen.block);
    if (text === undefined) scene.rows.splice(chosen.line.at, 1);
    else scene.rows[chosen.line.at] = `  ${text}`;
  };

const withMap = (line: string, name: string) =>
  /\bmap: "/.test(line) ? line.replace(/,? ?\bmap: "[^"]*"/, '') : line.replace(/\)$/, `, map: "${name}")`);

const actions = ['Cascade', 'Restrict', 'SetNull', 'NoAction', 'SetDefault'];

/** One way each in which the schema of a project and its migrations come apart. */
const edits: readonly Edit[] = [
  onField((line) =>
    /^\w+\s+\w+\?/.test(line) ? line.replace('?', '') : line.replace(/^(\w+\s+\w+)(?!\[)/, '$1?'),
  ),
  onField((line, { dice }) => {
    const type = one(dice, Object.keys(scalars))!;
    return withoutNative(withoutDefault(line)).replace(/^(\w+\s+)\w+/, `$1${type}`);
  }),
  onField((line, { dice }) => {
    const known = scalars[/^\w+\s+(\w+)/.exec(line)?.[1] ?? ''];
    return known === undefined ? line : `${withoutNative(withoutDefault(line))} ${one(dice, known.natives)}`;
  }),
  onField((line, { dice }) => {
    const type = /^\w+\s+(\w+)/.exec(line)?.[1] ?? '';
    if (/^\w+\s+\w+\[\]/.test(line))
      return `${withoutDefault(line)} ${one(dice, ['', '@default([])', listDefaults[type] ?? ''])}`;
    return `${withoutNative(withoutDefault(line))} ${one(dice, [...(scalars[type]?.defaults ?? []), ''])}`;
  }),
  onField((line) =>
    withoutDefault(
      /^\w+\s+\w+\[\]/.test(line) ? line.replace('[]', '') : line.replace(/^(\w+\s+\w+)\??/, '$1[]'),
    ),
  ),
  onField(() => undefined),
  onField((line, { fresh }) =>
    /@map\(/.test(line) ? line.replace(/\s*@map\("[^"]*"\)/, '') : `${line} @map("col_${fresh}")`,
  ),
  onField((line) =>
    /@unique/.test(line) ? line.replace(/\s*@unique(?:\([^)]*\))?/, '') : `${line} @unique`,
  ),
  onField((line, { dice }) =>
    /@unique/.test(line)
      ? line.replace(
          /@unique(?:\([^)]*\))?/,
          one(dice, ['@unique(sort: Desc)', '@unique(map: "own_key")', '@unique'])!,
        )
      : line,
  ),
  (scene) => {
    const block = one(scene.dice, models(scene));
    if (block !== undefined) addTo(scene, block.name, newField(scene));
  },
  (scene) => {
    const block = one(scene.dice, models(scene))!;
    const word = one(scene.dice, ['@@index', '@@index', '@@unique'])!;
    const options =
      word === '@@index'
        ? one(scene.dice, [
            '',
            '',
            ', type: Hash',
            ', type: Brin',
            ', type: Gin',
            `, map: "own_${scene.fresh}"`,
          ])!
        : '';
    addTo(scene, block.name, `${word}([${columnsFor(scene, block)}]${options})`);
  },
  onAttribute(/^@@(?:index|unique)/, () => undefined),
  onAttribute(/^@@(?:index|unique)/, (line) =>
    line.startsWith('@@index')
      ? line.replace('@@index', '@@unique').replace(/, type: \w+/, '')
      : line.replace('@@unique', '@@index'),
  ),
  onAttribute(/^@@(?:index|unique)/, (line, scene, block) =>
    line.replace(/\[[^\]]*\]/, `[${columnsFor(scene, block)}]`),
  ),
  onAttribute(/^@@(?:index|unique)/, (line) =>
    line.replace(/\[([^\]]*)\]/, (_, list: string) => `[${list.split(', ').reverse().join(', ')}]`),
  ),
  onAttribute(/^@@(?:index|unique|id)/, (line, { fresh }) => withMap(line, `named_${fresh}`)),
  onAttribute(/@relation\(.*fields:/, (line, { dice }) => {
    const event = one(dice, ['onDelete', 'onUpdate'])!;
    const action = one(dice, actions)!;
    return line.includes(`${event}:`)
      ? line.replace(new RegExp(`${event}: \\w+`), `${event}: ${action}`)
      : line.replace(/\)$/, `, ${event}: ${action})`);
  }),
  onAttribute(/@relation\(.*fields:/, (line, { fresh }) => withMap(line, `fk_${fresh}`)),
  (scene) => {
    const block = one(scene.dice, enums(scene));
    if (block !== undefined)
      scene.rows.splice(block.head + 1 + scene.dice(block.lines.length + 1), 0, `  VALUE_${scene.fresh}`);
  },
  (scene) => {
    const line = one(scene.dice, one(scene.dice, enums(scene))?.lines ?? []);
    if (line !== undefined) scene.rows.splice(line.at, 1);
  },
  (scene) => {
    const block = one(scene.dice, enums(scene));
    if (block === undefined) return;
    const [first] = block.lines;
    scene.rows.splice(first!.at, 1);
    scene.rows.splice(first!.at + 1, 0, `  ${first!.text}`);
  },
  (scene) => {
    const block = one(scene.dice, scene.blocks)!;
    const at = block.lines.find(({ text }) => text.startsWith('@@map'))?.at;
    if (at !== undefined) scene.rows.splice(at, 1);
    else scene.rows.splice(block.end, 0, `  @@map("renamed_${scene.fresh}")`);
  },
  (scene) => {
    const block = one(scene.dice, models(scene))!;
    const own = new RegExp(`^\\s+\\w+\\s+${block.name}\\b`);
    const gone = new Set(
      scene.rows.flatMap((row, at) => (own.test(row) || (at >= block.head && at <= block.end) ? [at] : [])),
    );
    const kept = scene.rows.filter((_, at) => !gone.has(at));
    scene.rows.splice(0, scene.rows.length, ...kept);
  },
  (scene) => {
    const target = one(scene.dice, models(scene))!;
    const id = target.lines.find(({ text }) => /@id\b/.test(text));
    const name = `Added${scene.fresh}`;
    const native = /@db\.\w+(?:\([^)]*\))?/.exec(id?.text ?? '')?.[0] ?? '';
    const relation =
      id === undefined
        ? ''
        : `  refId ${typeOf(id)}${scene.dice(2) === 0 ? '?' : ''} ${native}\n  ref ${target.name}${'?'} @relation(fields: [refId], references: [${nameOf(id)}])\n`;
    if (id !== undefined) addTo(scene, target.name, `added${scene.fresh} ${name}[]`);
    const fixed =
      relation.includes('? ') && !/refId \w+\?/.test(relation)
        ? relation.replace(/ref (\w+)\?/, 'ref $1')
        : relation;
    scene.rows.push(
      `model ${name} {`,
      '  id String @id @default(cuid())',
      ...fixed.split('\n').filter((row) => row !== ''),
      `  ${newField(scene)}`,
      '}',
    );
  },
  (scene) => {
    const [a, b] = [one(scene.dice, models(scene))!, one(scene.dice, models(scene))!];
    if (a.name === b.name) return;
    scene.rows.splice(
      Math.max(a.end, b.end),
      0,
      `  many${scene.fresh} ${a.end > b.end ? b.name : a.name}[] @relation("Many${scene.fresh}")`,
    );
    scene.rows.splice(
      Math.min(a.end, b.end),
      0,
      `  many${scene.fresh} ${a.end > b.end ? a.name : b.name}[] @relation("Many${scene.fresh}")`,
    );
  },
  onAttribute(/@relation\(.*fields:/, (line, scene, block) => {
    const other = scene.blocks.find(({ name }) => name === /^\w+\s+(\w+)/.exec(line)?.[1]);
    const label = /@relation\((?:name: )?("[^"]*")/.exec(line)?.[1];
    const own = nameOf({ at: 0, text: line });
    const opposite = other?.lines.filter(
      ({ text }) =>
        isField({ at: 0, text }) &&
        typeOf({ at: 0, text }) === block.name &&
        !text.includes('fields:') &&
        nameOf({ at: 0, text }) !== own,
    );
    const back = opposite?.find(({ text }) => label === undefined || text.includes(label));
    if (back !== undefined) scene.rows[back.at] = '';
    return '';
  }),
];

/** The schema with one thing edited at random; it may be one that Prisma refuses. */
export function editSchema(text: string, dice: Dice, fresh: number): string {
  const rows = text.split('\n');
  edits[dice(edits.length)]!({ rows, blocks: blocksIn(text), dice, fresh });
  return rows.join('\n');
}

import type { HintContent } from '../../../services/courses/course-content.js';
import { keepDependencies, orderByDependency } from './order-hints.js';
import { readAnswer } from './read-answer.js';
import { hasVariables, type RawHint, type RawPathway, type RawSubHint } from './schemas.js';
import { toText, toTitle } from './text.js';

type Warn = (reason: string) => void;
type HintBody = Omit<HintContent, 'position'>;

/**
 * The hints of one step in the order in which they are given. No hint is lost: one that cannot be
 * asked is told, and a dependency that could never be met is dropped, each with a warning.
 */
export function buildHints(pathway: RawPathway, warn: Warn): HintContent[] {
  const keys = new UniqueKeys(warn);
  const subHints = new Map<string, RawSubHint[]>();
  const top = pathway.map((raw) => {
    const hint = buildHint(raw, keys.take(raw.id), warn);
    subHints.set(hint.key, raw.subHints);
    return hint;
  });
  return arrange(top, warn)
    .flatMap((hint) => [
      hint,
      ...arrange(buildSubHints(hint.key, subHints.get(hint.key) ?? [], keys, warn), warn),
    ])
    .map((hint, position) => ({ ...hint, position }));
}

function buildSubHints(
  parentKey: string,
  raws: RawSubHint[],
  keys: UniqueKeys,
  warn: Warn,
): HintBody[] {
  return raws.map((raw) => {
    if (raw.subHints.length > 0) warn(`the hints below the sub-hint ${raw.id} are left out`);
    return { ...buildHint(raw, keys.take(raw.id), warn), parentKey };
  });
}

function arrange(level: HintBody[], warn: Warn): HintBody[] {
  return orderByDependency(keepDependencies(level, warn));
}

function buildHint(raw: RawHint | RawSubHint, key: string, warn: Warn): HintBody {
  const told = {
    key,
    kind: 'HINT' as const,
    title: toTitle(raw.title),
    text: toText(raw.text),
    dependsOn: raw.dependencies,
    choices: [],
    answers: [],
  };
  if (hasVariables(raw)) warn(`${key} has variables, which are not filled in`);
  if (raw.type === 'hint') return told;
  const read = readAnswer({ ...raw, answers: raw.hintAnswer });
  if ('refused' in read) {
    warn(`${key}: ${read.refused}; it is kept as a hint that asks nothing`);
    return told;
  }
  for (const reason of read.warnings) warn(`${key}: ${reason}`);
  const { kind: answerKind, choices, answers } = read.question;
  return { ...told, kind: 'SCAFFOLD', choices, answers, answerKind };
}

/**
 * Keys within one step. A second hint with the same id gets a number, the same one at every import.
 */
class UniqueKeys {
  readonly #taken = new Set<string>();

  constructor(private readonly warn: Warn) {}

  take(id: string): string {
    let key = id;
    for (let number = 2; this.#taken.has(key); number += 1) key = `${id}-${number}`;
    if (key !== id) this.warn(`the hint id ${id} stands twice; the second is kept as ${key}`);
    this.#taken.add(key);
    return key;
  }
}

const MATH = '$$';

/**
 * In the contents' own texts a figure opens with `##` and, at the end of a body, may be left open.
 */
const FIGURE = /##([^#\s]+\.(?:gif|png|jpe?g|svg|webp))(?:##)?/giu;

/**
 * A text as we keep it. OATutor breaks lines at a written-out `\n`, which in LaTeX may begin a
 * command, so only what stands outside `$$` is touched; the LaTeX stays as it is. A figure always
 * becomes `##name.gif##`.
 */
export function toText(raw: string): string {
  return raw
    .split(MATH)
    .map((part, index) => (index % 2 === 0 ? part.replace(/\\n(?!eq)/gu, '\n') : part))
    .join(MATH)
    .replace(FIGURE, '##$1##')
    .trim();
}

/** A title is one line. */
export function toTitle(raw: string): string {
  return toText(raw).replace(/\s+/gu, ' ');
}

/** The figures that a text names, in the order of their first mention. */
export function figuresIn(...texts: string[]): string[] {
  const names = texts.flatMap((text) => Array.from(text.matchAll(FIGURE), ([, name = '']) => name));
  return [...new Set(names)];
}

/** OATutor writes `https://… <Name>`; people read `Name (https://…)`. */
export function toReference(raw: string): string {
  const { url, name } = /^(?<url>\S+)\s*<(?<name>[^<>]+)>\s*$/u.exec(raw)?.groups ?? {};
  return url && name ? `${name} (${url})` : raw.trim();
}

/** `solve_a_formula` becomes `Solve a formula`: OATutor gives its skills no titles. */
export function toSkillTitle(key: string): string {
  const words = key.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `OpenStax: Elementary Algebra` becomes `openstax-elementary-algebra`. */
export function toSlug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
}

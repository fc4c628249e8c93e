import Markdown, { type MarkdownIt, type Token } from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** A text in the forms in which it is read. */
export interface RenderedText {
  /** Safe to put into a page as it is: no script, style, handler, form or frame. */
  readonly html: string;
  readonly plainText: string;
}

const markdown = withMath(new Markdown({ html: false, linkify: false, typographer: false }));

/** Lines of a formula: the end is not looked for further down. */
const MAX_FORMULA_LINES = 100;

/** What may stand in the HTML of a lesson. Everything else is taken out. */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'pre', 'hr', 'br'],
    ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ...['a', 'img', 'em', 'strong', 's', 'code'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener' }) },
};

/**
 * Markdown (CommonMark, with tables and strikethrough) as HTML and as plain text. HTML in the source
 * is shown, never run; links lead to http, https and mailto alone. LaTeX between `$…$` and `$$…$$`
 * comes through as it was written, dollars included, for the client to render.
 */
export function renderMarkdown(source: string): RenderedText {
  const tokens = markdown.parse(source, {});
  return {
    html: sanitizeHtml(markdown.renderer.render(tokens, markdown.options, {}), allowed).trim(),
    plainText: plainTextOf(tokens),
  };
}

function plainTextOf(tokens: readonly Token[]): string {
  return tokens
    .flatMap((token) => {
      if (token.type === 'inline') return (token.children ?? []).map(inlineText).join('');
      const isText = ['fence', 'code_block', 'math_block'].includes(token.type);
      return isText ? token.content.trimEnd() : [];
    })
    .join('\n');
}

function inlineText(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return '\n';
  // `content` of an image is its alternative text.
  return token.content;
}

/** Keeps LaTeX away from the rules of Markdown, to which `_` and `\` mean something else. */
function withMath(md: MarkdownIt): MarkdownIt {
  md.inline.ruler.before('escape', 'math', (state, silent) => {
    const { src, pos, posMax } = state;
    if (src[pos] !== '$') return false;
    const fence = src.startsWith('$$', pos) ? '$$' : '$';
    const start = pos + fence.length;
    const end = src.indexOf(fence, start);
    if (end <= start || end + fence.length > posMax) return false;
    // "costs $5 or $6" is no formula: its dollars have a space inside or a digit behind.
    const isPrice = /\s/.test(src[start] ?? '') || /\s/.test(src[end - 1] ?? '');
    if (fence === '$' && (isPrice || /\d/.test(src[end + 1] ?? ''))) return false;
    if (!silent) state.push('math', '', 0).content = src.slice(pos, end + fence.length);
    state.pos = end + fence.length;
    return true;
  });
  md.block.ruler.before(
    'fence',
    'math_block',
    (state, startLine, endLine, silent) => {
      const lineAt = (line: number) =>
        state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
      const first = lineAt(startLine).trimEnd();
      if (!first.startsWith('$$')) return false;
      let last = startLine;
      const closes = (text: string) => text.trimEnd().endsWith('$$');
      const limit = Math.min(endLine, startLine + MAX_FORMULA_LINES);
      if (first.length < 4 || !closes(first)) {
        do last += 1;
        while (last < limit && !closes(lineAt(last)));
        if (last >= limit) return false;
      }
      if (silent) return true;
      const token = state.push('math_block', 'p', 0);
      const lines = Array.from({ length: last - startLine + 1 }, (_, at) => lineAt(startLine + at));
      token.content = lines.join('\n').trimEnd();
      state.line = last + 1;
      return true;
    },
    { alt: ['paragraph', 'blockquote', 'list'] },
  );
  const { escapeHtml } = md.utils;
  md.renderer.rules['math'] = (tokens, at) => escapeHtml(tokens[at]?.content ?? '');
  md.renderer.rules['math_block'] = (tokens, at) =>
    `<p>${escapeHtml(tokens[at]?.content ?? '')}</p>\n`;
  return md;
}

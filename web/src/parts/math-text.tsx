import katex from 'katex';
import { Fragment, memo, type ReactNode } from 'react';

import 'katex/dist/katex.min.css';

const MATH = '$$';
const FIGURE = /##([^#\s]+)##/g;
const MOST_REMEMBERED = 500;
const rendered = new Map<string, string>();

/** Text with LaTeX between `$$`, as the graph gives it. */
export const MathText = memo(function MathText({ text }: { text: string }) {
  if (!text.includes(MATH) && !text.includes('##')) return text;
  return text.split(MATH).map((part, index) =>
    index % 2 === 1 ? (
      <span
        key={index}
        className="math"
        // KaTeX escapes what it is given and trusts no commands that could carry markup.
        dangerouslySetInnerHTML={{ __html: toHtml(part) }}
      />
    ) : (
      <Fragment key={index}>{withFigures(part)}</Fragment>
    ),
  );
});

/** The same as one line of plain text, for names and labels. */
export function plainText(text: string): string {
  return text
    .replaceAll(MATH, '')
    .replace(FIGURE, '(figure)')
    .replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replaceAll('\\times', '×')
    .replaceAll('\\cdot', '·')
    .replaceAll('\\div', '÷')
    .replace(/\\(?:left|right|text|mathrm)/g, '')
    .replace(/[{}]/g, '')
    .replace(/\s+/g, ' ');
}

function toHtml(latex: string): string {
  const known = rendered.get(latex);
  if (known !== undefined) return known;
  const html = katex.renderToString(latex, {
    throwOnError: false,
    errorColor: 'currentColor',
    strict: 'ignore',
    trust: false,
    maxSize: 20,
    maxExpand: 200,
  });
  if (rendered.size >= MOST_REMEMBERED) rendered.clear();
  rendered.set(latex, html);
  return html;
}

function withFigures(part: string): ReactNode {
  const pieces = part.split(FIGURE);
  if (pieces.length === 1) return part;
  return pieces.map((piece, index) =>
    index % 2 === 1 ? (
      <span key={index} className="missing-figure">
        figure not shipped: {piece}
      </span>
    ) : (
      piece
    ),
  );
}

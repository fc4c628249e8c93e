import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { renderMarkdown } from './markdown.js';

// Known vectors, of the kinds that the OWASP cheat sheet on evading XSS filters lists.
const vectors = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x" onerror="alert(1)" />',
  '<IMG SRC=javascript:alert(1)>',
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<body onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><input type=submit></form>',
  '<a href="javascript:alert(1)">x</a>',
  '<div style="background:url(javascript:alert(1))">',
  '<style>@import "javascript:alert(1)";</style>',
  '<base href="javascript:alert(1)//">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href="javascript:alert(1)">',
  '<details open ontoggle=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](%6Aavascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '![x" onerror="alert(1)](https://school.example/a.png)',
  '![x](https://school.example/a.png "a\\" onerror=\\"alert(1)")',
  '[x](https://school.example "a\\" onclick=\\"alert(1)")',
  '<javascript:alert(1)>',
  '[x]\n\n[x]: javascript:alert(1)',
  '$<script>alert(1)</script>$',
  '$$<img src=x onerror=alert(1)>$$',
  '$$\n<img src=x onerror=alert(1)>\n$$',
  '```html\n<script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '``` "onmouseover="alert(1)\nx\n```',
  '\u0000<script>alert(1)</script>',
];

/** Tags, with their attributes, as a browser would meet them. */
function tagsOf(html: string): string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

function expectHarmless(html: string): void {
  for (const tag of tagsOf(html)) {
    expect(tag).toMatch(
      /^<\/?(h[1-6]|p|blockquote|pre|hr|br|ul|ol|li|table|thead|tbody|tr|th|td|a|img|em|strong|s|code)( [^>]*)?\/?>$/,
    );
    const attributes = [...tag.matchAll(/ ([^\s=>"]+)="([^"]*)"/g)];
    for (const [, name, value] of attributes) {
      expect(['href', 'title', 'rel', 'src', 'alt', 'start']).toContain(name);
      if (name !== 'href' && name !== 'src') continue;
      // As a browser reads it on a page of ours.
      const url = new URL(value!.replaceAll('&amp;', '&'), 'https://school.example/');
      expect(['http:', 'https:', 'mailto:']).toContain(url.protocol);
    }
    // Nothing is left of the tag but those attributes.
    expect(tag.replaceAll(/ [^\s=>"]+="[^"]*"/g, '')).toMatch(/^<\/?\w+ ?\/?>$/);
  }
}

describe('renderMarkdown', () => {
  it.each(vectors)('lets nothing run that is in %j', (source) => {
    expectHarmless(renderMarkdown(source).html);
  });

  it('lets nothing run in whatever is made of such pieces', () => {
    const piece = fc.oneof(
      fc.constantFrom(...vectors),
      fc.string(),
      fc.constantFrom('$', '$$', '\n'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        expectHarmless(renderMarkdown(pieces.join('')).html);
      }),
    );
  });

  it('renders Markdown', () => {
    expect(
      renderMarkdown('# Title\n\nSome *text* and [a link](https://school.example/a).'),
    ).toEqual({
      html: '<h1>Title</h1>\n<p>Some <em>text</em> and <a href="https://school.example/a" rel="nofollow noopener">a link</a>.</p>',
      plainText: 'Title\nSome text and a link.',
    });
    expect(renderMarkdown('| a | b |\n|---|---|\n| 1 | 2 |').html).toContain('<td>1</td>');
  });

  it.each([
    ['Let $a_1 * b_2 * c$ be $\\frac{1}{2}$.', 'Let $a_1 * b_2 * c$ be $\\frac{1}{2}$.'],
    ['So $$x_1 \\\\ y_1$$ holds.', 'So $$x_1 \\\\ y_1$$ holds.'],
    ['$$\n- a\n= b\n# c\n$$', '$$\n- a\n= b\n# c\n$$'],
    ['$$x^2$$', '$$x^2$$'],
  ])('gives LaTeX as it was written: %j', (source, text) => {
    expect(renderMarkdown(source)).toEqual({ html: `<p>${text}</p>`, plainText: text });
  });

  it('escapes LaTeX for HTML and leaves it alone in plain text', () => {
    expect(renderMarkdown('$a < b$ & more')).toEqual({
      html: '<p>$a &lt; b$ &amp; more</p>',
      plainText: '$a < b$ & more',
    });
  });

  it('takes prices and open dollars for text', () => {
    expect(renderMarkdown('It costs $5 or *$6*.').html).toBe('<p>It costs $5 or <em>$6</em>.</p>');
    expect(renderMarkdown('$$\nopen').plainText).toBe('$$\nopen');
  });

  it('gives the same for the same source, and of HTML its words', () => {
    const source = 'One <b>bold</b> word';
    expect(renderMarkdown(source)).toEqual(renderMarkdown(source));
    expect(renderMarkdown(source).plainText).toBe(source);
  });
});

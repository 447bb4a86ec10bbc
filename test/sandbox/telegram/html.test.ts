import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '@hiddify-vpn-bot/sandbox/telegram/api/api-error.ts';
import { formatMessageText } from '@hiddify-vpn-bot/sandbox/telegram/rules/format-text.ts';
import { parseHtml } from '@hiddify-vpn-bot/sandbox/telegram/rules/parse-html.ts';

const html = (text: string) => formatMessageText({ text, parseMode: 'HTML' });

describe('HTML markup', () => {
  it.each([
    ['<b>x</b>', 'bold'],
    ['<strong>x</strong>', 'bold'],
    ['<i>x</i>', 'italic'],
    ['<em>x</em>', 'italic'],
    ['<u>x</u>', 'underline'],
    ['<ins>x</ins>', 'underline'],
    ['<s>x</s>', 'strikethrough'],
    ['<strike>x</strike>', 'strikethrough'],
    ['<del>x</del>', 'strikethrough'],
    ['<span class="tg-spoiler">x</span>', 'spoiler'],
    ['<tg-spoiler>x</tg-spoiler>', 'spoiler'],
    ['<code>x</code>', 'code'],
    ['<pre>x</pre>', 'pre'],
    ['<blockquote>x</blockquote>', 'blockquote'],
    ['<blockquote expandable>x</blockquote>', 'expandable_blockquote'],
    ['<B>x</b>', 'bold'],
  ])('reads %s as %s', (source, type) => {
    expect(html(source)).toEqual({ text: 'x', entities: [{ type, offset: 0, length: 1 }] });
  });

  it.each([
    ['<x>a</x>', 'Unsupported start tag "x" at byte offset 0'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['Привет <Вася>', 'Unsupported start tag "вася" at byte offset 13'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['a <a href="x', 'Unclosed start tag "a" at byte offset 2'],
    ['</b>', 'Unexpected end tag at byte offset 0'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['я<b>x</i>', 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<i><b>x</b>', 'Can\'t find end tag corresponding to start tag "i"'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('refuses %s in the words of the server, with the offset in bytes', (source, problem) => {
    expect(() => html(source)).toThrow(`Bad Request: can't parse entities: ${problem}`);
  });

  it('counts offsets and lengths of entities in UTF-16 units', () => {
    expect(html('😀 <b>😀я</b>').entities).toEqual([{ type: 'bold', offset: 3, length: 3 }]);
  });

  it('knows four named references and all numeric ones; anything else stays as it is', () => {
    expect(html('&lt;b&gt; &amp; &quot; &#1103; &#x1F600; &copy; &nbsp; R&D').text).toBe(
      '<b> & " я 😀 &copy; &nbsp; R&D',
    );
  });

  it('drops an entity of length zero', () => {
    expect(html('a<b></b>').entities).toEqual([]);
  });

  it('reads a link, and keeps only the text of a link that Telegram does not open', () => {
    expect(html('<a href="https://example.com/?a=1&amp;b=2">x</a>').entities).toEqual([
      { type: 'text_link', offset: 0, length: 1, url: 'https://example.com/?a=1&b=2' },
    ]);
    expect(html('<a href="hiddify://import/x">x</a>')).toEqual({ text: 'x', entities: [] });
  });

  it('reads a code block with its language', () => {
    expect(html('<pre><code class="language-json">{}</code></pre>').entities).toEqual([
      { type: 'pre', offset: 0, length: 2, language: 'json' },
    ]);
  });

  it('allows no other markup inside code', () => {
    expect(html('<code>a <b>b</b> https://example.com</code>').entities).toEqual([
      { type: 'code', offset: 0, length: 23 },
    ]);
  });

  it('moves entities when the ends of a text are trimmed', () => {
    expect(html('\n  <b>a </b>\n')).toEqual({
      text: 'a',
      entities: [{ type: 'bold', offset: 0, length: 1 }],
    });
  });

  it('lets every text through once <, > and & are escaped, and changes none of it', () => {
    const escape = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseHtml(escape(text)).text === text));
  });

  it('either reads a text or refuses it with 400, with entities inside the text, whatever it is', () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '<a href="',
      '">',
      '<',
      '>',
      '&lt;',
      '&#0;',
      'я',
      '😀',
      '<pre>',
      '</',
      "'",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        try {
          const { text, entities } = parseHtml(pieces.join(''));
          return entities.every(
            ({ offset, length }) => length > 0 && offset >= 0 && offset + length <= text.length,
          );
        } catch (error) {
          return error instanceof ApiError && error.code === 400;
        }
      }),
    );
  });
});

describe('the length of a text', () => {
  it('counts after the entities were parsed', () => {
    expect(html(`<b>${'x'.repeat(4096)}</b>`).text).toHaveLength(4096);
    expect(() => html('x'.repeat(4097))).toThrow('Bad Request: message is too long');
  });

  it('is refused as empty when nothing is left to see', () => {
    expect(() => html('')).toThrow('Bad Request: message text is empty');
    expect(() => html('  \n ')).toThrow('Bad Request: text must be non-empty');
    expect(() => html('<b></b>')).toThrow('Bad Request: text must be non-empty');
  });
});

describe('MarkdownV2', () => {
  const markdown = (text: string) => formatMessageText({ text, parseMode: 'MarkdownV2' });

  it('reads its marks', () => {
    expect(
      markdown('*a* _b_ __c__ ~d~ ||e|| `f` [g](https://example.com/)').entities.map(({ type }) => type),
    ).toEqual(['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code', 'text_link']);
  });

  it('refuses a reserved character that is not escaped', () => {
    expect(() => markdown('1.5')).toThrow(
      "Character '.' is reserved and must be escaped with the preceding '\\'",
    );
    expect(markdown('1\\.5').text).toBe('1.5');
  });

  it('names the mark that has no end', () => {
    expect(() => markdown('*a')).toThrow(
      "can't parse entities: Can't find end of Bold entity at byte offset 0",
    );
  });
});

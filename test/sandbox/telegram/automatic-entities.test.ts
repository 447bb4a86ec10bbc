import { describe, expect, it } from 'vitest';
import { formatText } from '@hiddify-vpn-bot/sandbox/telegram/rules/format-text.ts';

const found = (text: string): string[] =>
  formatText({ text }).entities.map(
    ({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`,
  );

describe('what Telegram marks by itself', () => {
  it.each([
    ['see https://example.com/a?b=1.', ['url https://example.com/a?b=1']],
    ['see t.me/bot?start=x and example.org', ['url t.me/bot?start=x', 'url example.org']],
    ['write to me@example.com!', ['email me@example.com']],
    ['ask @support_team', ['mention @support_team']],
    ['/start ref_1', ['bot_command /start']],
    ['/start@sandbox_bot now', ['bot_command /start@sandbox_bot']],
    ['#новости and #1', ['hashtag #новости']],
    ['pay $USD', ['cashtag $USD']],
    ['a/b 1/2 and/or', []],
    ['version 1.2.3, price 4.99', []],
    ['vless is a word, me@ is none', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

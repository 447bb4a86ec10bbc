import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nestEntities, plainText } from '@hiddify-vpn-bot/sandbox/page/browser/chat/entities.ts';
import { findBotLink, readLink } from '@hiddify-vpn-bot/sandbox/page/browser/state/links.ts';

const entity = fc.record({
  type: fc.constantFrom('bold' as const, 'italic' as const, 'code' as const, 'url' as const),
  offset: fc.integer({ min: -5, max: 60 }),
  length: fc.integer({ min: -5, max: 60 }),
});

describe('entities', () => {
  test('whatever the offsets say, the text is drawn completely and in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(entity), (text, entities) => {
        expect(plainText(nestEntities(text, entities))).toBe(text);
      }),
    );
  });

  test('an entity inside another is nested, and emoji count as two units', () => {
    const pieces = nestEntities('👍 жирный курсив', [
      { type: 'italic', offset: 10, length: 6 },
      { type: 'bold', offset: 3, length: 13 },
    ]);
    expect(pieces).toMatchObject([
      '👍 ',
      { entity: { type: 'bold' }, pieces: ['жирный ', { entity: { type: 'italic' }, pieces: ['курсив'] }] },
    ]);
  });
});

describe('links', () => {
  test.each([
    ['https://t.me/Sandbox_VPN_bot?start=INV_1', 'INV_1'],
    ['t.me/sandbox_vpn_bot?start=ref_2', 'ref_2'],
    ['tg://resolve?domain=sandbox_vpn_bot&start=x', 'x'],
    ['https://telegram.me/sandbox_vpn_bot', ''],
  ])('%s starts the bot', (address, payload) => {
    expect(readLink(address, 'sandbox_vpn_bot')).toEqual({ kind: 'start', payload });
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'http://'])(
    '%s is refused',
    (address) => {
      expect(readLink(address, 'sandbox_vpn_bot')).toEqual({ kind: 'refused' });
    },
  );

  test('a link to another bot or another site leads outside', () => {
    expect(readLink('https://t.me/other_bot?start=1', 'sandbox_vpn_bot').kind).toBe('outside');
    expect(readLink('example.org', 'sandbox_vpn_bot')).toEqual({
      kind: 'outside',
      href: 'https://example.org/',
    });
    expect(readLink('http://127.0.0.1:4000/pay', 'sandbox_vpn_bot').kind).toBe('local');
  });

  test('a link to the bot is found inside copied text', () => {
    const text = 'Приходи: https://t.me/sandbox_vpn_bot?start=INV_1 (до пятницы)';
    expect(findBotLink(text, 'sandbox_vpn_bot')).toBe('https://t.me/sandbox_vpn_bot?start=INV_1');
    expect(findBotLink('INV_3f9a2c7d', 'sandbox_vpn_bot')).toBeUndefined();
  });
});

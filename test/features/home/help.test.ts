import { expect, it } from 'vitest';
import { helpScreen } from '../../../src/features/home/screens.ts';
import { termsScreen } from '../../../src/features/money/orders/screens.ts';
import { createVoices, languages } from '../../../src/texts/voice.ts';

const voices = createVoices('Europe/Moscow');
/** Who reads the help is there already, and management is not everybody's. */
const unnamed = ['start', 'help', 'admin'];

it.each(languages)('help names every command that the menu has, in %s', (language) => {
  const voice = voices[language];
  const help = helpScreen(voice, 'VPN').text.html;
  const named = Object.keys(voice.t.commands).filter((command) => help.includes(`/${command}`));
  const wanted = Object.keys(voice.t.commands).filter((command) => !unnamed.includes(command));
  expect(named).toEqual(wanted);
});

it('help says what is kept of money and traffic, and that renewal is a choice', () => {
  const help = helpScreen(voices.ru, 'VPN').text.html;
  for (const word of ['покупки и платежи', 'трафика израсходовано', 'автопродление'])
    expect(help).toContain(word);
});

it('the terms say where the money for crypto goes, and that a refund is asked for', () => {
  const terms = termsScreen(voices.ru, 'VPN').text.html;
  expect(terms).toMatch(/Криптовалюту .* на баланс/);
  expect(terms).toMatch(/2\. .*\/paysupport/);
});

it.each(['balance.too-little', 'promo.off', 'promo.early', 'promo.late'] as const)(
  '%s says what to do next',
  (code) => {
    for (const language of languages) expect(voices[language].refusal(code, {})).toContain('/plans');
  },
);

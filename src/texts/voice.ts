import type { RefusalCode, Refusals } from '../platform/refusal.ts';
import * as adminEn from './en/admin.ts';
import * as adoptionEn from './en/adoption.ts';
import * as handsEn from './en/hands.ts';
import * as checkupEn from './en/checkup.ts';
import * as commandsEn from './en/commands.ts';
import * as deadLettersEn from './en/dead-letters.ts';
import * as decisionsEn from './en/decisions.ts';
import * as deskEn from './en/desk.ts';
import * as generalEn from './en/general.ts';
import * as giftsEn from './en/gifts.ts';
import * as payoutsEn from './en/payouts.ts';
import * as paymentHelpEn from './en/payment-help.ts';
import * as guidesEn from './en/guides.ts';
import * as homeEn from './en/home.ts';
import * as invitesEn from './en/invites.ts';
import * as keysEn from './en/keys.ts';
import * as moneyDeskEn from './en/money-desk.ts';
import * as panelsEn from './en/panels.ts';
import * as preferencesEn from './en/preferences.ts';
import * as presetsEn from './en/presets.ts';
import * as promosEn from './en/promos.ts';
import * as refusalsEn from './en/refusals.ts';
import * as remindersEn from './en/reminders.ts';
import * as reportEn from './en/report.ts';
import * as renewalsEn from './en/renewals.ts';
import * as shopEn from './en/shop.ts';
import * as subscriptionEn from './en/subscription.ts';
import * as trialEn from './en/trial.ts';
import { createFormat, type Formatter } from './format.ts';
import * as adminRu from './ru/admin.ts';
import * as adoptionRu from './ru/adoption.ts';
import * as handsRu from './ru/hands.ts';
import * as checkupRu from './ru/checkup.ts';
import * as commandsRu from './ru/commands.ts';
import * as deadLettersRu from './ru/dead-letters.ts';
import * as decisionsRu from './ru/decisions.ts';
import * as deskRu from './ru/desk.ts';
import * as generalRu from './ru/general.ts';
import * as giftsRu from './ru/gifts.ts';
import * as payoutsRu from './ru/payouts.ts';
import * as paymentHelpRu from './ru/payment-help.ts';
import * as guidesRu from './ru/guides.ts';
import * as homeRu from './ru/home.ts';
import * as invitesRu from './ru/invites.ts';
import * as keysRu from './ru/keys.ts';
import * as moneyDeskRu from './ru/money-desk.ts';
import * as panelsRu from './ru/panels.ts';
import * as preferencesRu from './ru/preferences.ts';
import * as presetsRu from './ru/presets.ts';
import * as promosRu from './ru/promos.ts';
import * as refusalsRu from './ru/refusals.ts';
import * as remindersRu from './ru/reminders.ts';
import * as reportRu from './ru/report.ts';
import * as renewalsRu from './ru/renewals.ts';
import * as shopRu from './ru/shop.ts';
import * as subscriptionRu from './ru/subscription.ts';
import * as trialRu from './ru/trial.ts';

const russian = {
  ...adminRu,
  ...adoptionRu,
  ...handsRu,
  ...checkupRu,
  ...commandsRu,
  ...deadLettersRu,
  ...decisionsRu,
  ...deskRu,
  ...generalRu,
  ...giftsRu,
  ...payoutsRu,
  ...paymentHelpRu,
  ...guidesRu,
  ...homeRu,
  ...invitesRu,
  ...keysRu,
  ...moneyDeskRu,
  ...panelsRu,
  ...preferencesRu,
  ...presetsRu,
  ...promosRu,
  ...refusalsRu,
  ...remindersRu,
  ...reportRu,
  ...renewalsRu,
  ...shopRu,
  ...subscriptionRu,
  ...trialRu,
};

export type Texts = typeof russian;
export type Language = 'ru' | 'en';
export const languages: readonly Language[] = ['ru', 'en'];

const english: Texts = {
  ...adminEn,
  ...adoptionEn,
  ...handsEn,
  ...checkupEn,
  ...commandsEn,
  ...deadLettersEn,
  ...decisionsEn,
  ...deskEn,
  ...generalEn,
  ...giftsEn,
  ...payoutsEn,
  ...paymentHelpEn,
  ...guidesEn,
  ...homeEn,
  ...invitesEn,
  ...keysEn,
  ...moneyDeskEn,
  ...panelsEn,
  ...preferencesEn,
  ...presetsEn,
  ...promosEn,
  ...refusalsEn,
  ...remindersEn,
  ...reportEn,
  ...renewalsEn,
  ...shopEn,
  ...subscriptionEn,
  ...trialEn,
};

/** The bot's voice to one person: texts, and dates and numbers as their language writes them. */
export interface Voice {
  language: Language;
  t: Texts;
  format: Formatter;
  /** The sentence for a refusal's code. */
  refusal<Code extends RefusalCode>(code: Code, details: Refusals[Code]): string;
}

/** One voice per language, with dates in the service's time zone. */
export function createVoices(timeZone: string): Readonly<Record<Language, Voice>> {
  return { ru: createVoice('ru', russian, timeZone), en: createVoice('en', english, timeZone) };
}

function createVoice(language: Language, t: Texts, timeZone: string): Voice {
  return {
    language,
    t,
    format: createFormat(language, timeZone),
    refusal: (code, details) => t.refusals[code](details),
  };
}

/** Of each language and zone that somebody chose: making one takes longer than a screen. */
const ownVoices = new Map<string, Voice>();

/** The voice to somebody: in their language, with dates and times in their own zone where they have chosen one. */
export function voiceTo(
  voices: Readonly<Record<Language, Voice>>,
  person: Parameters<typeof languageOf>[0] & { timeZone: string | null },
): Voice {
  const voice = voices[languageOf(person)];
  const { timeZone } = person;
  if (timeZone === null) return voice;
  const name = `${voice.language} ${timeZone}`;
  const own = ownVoices.get(name) ?? { ...voice, format: createFormat(voice.language, timeZone) };
  ownVoices.set(name, own);
  return own;
}

/** Languages of phones whose owners mostly read Russian, too. */
export const russianReaders = ['ru', 'be', 'uk', 'kk'] as const;

/**
 * The chosen language, else Russian for those whose phone speaks it or a language beside it, or says nothing, else English,
 * however the phone writes it. The one reading of `language_code`: the chat, invoices and pages speak alike.
 */
export function languageOf(person: {
  language: Language | null;
  languageCode: string | null | undefined;
}): Language {
  const code =
    person.languageCode
      ?.trim()
      .toLowerCase()
      .split(/[^a-z]/)[0] ?? '';
  const isRussian = code === '' || russianReaders.some((reader) => reader === code);
  return person.language ?? (isRussian ? 'ru' : 'en');
}

import { exponentOf, isCurrency, stars } from '../platform/money.ts';
import { plural } from './plural.ts';

/** Dates, sizes and counts the way the person's language writes them, in the service's time zone. */
export interface Formatter {
  /** `30 ноября 2026` */
  date(moment: Date): string;
  /** `30.11.26`, where there is little room. */
  shortDate(moment: Date): string;
  /** `30 нояб., 18:05 (Москва)` */
  moment(moment: Date): string;
  /** `30 нояб., 18:05`, where a heading names the zone. */
  shortMoment(moment: Date): string;
  /** `18:05` */
  time(moment: Date): string;
  /** Whose time it is: `Москва`. */
  zone: string;
  /** `1,5 ГБ` */
  size(bytes: number): string;
  /** `7 дней` */
  days(count: number): string;
  /** `5 часов` */
  hours(count: number): string;
  /** `90 с`, from ten minutes on `12 мин`, from three hours on `5 часов`. */
  span(seconds: number): string;
  /** `3 человека` */
  people(count: number): string;
  number(value: number): string;
  /** `3,99 $`, or `⭐ 250` for Stars. */
  money(money: { minor: number; currency: string }): string;
}

const words = {
  ru: {
    gigabyte: 'ГБ',
    megabyte: 'МБ',
    second: 'с',
    minute: 'мин',
    day: { one: 'день', few: 'дня', many: 'дней' },
    hour: { one: 'час', few: 'часа', many: 'часов' },
    person: { one: 'человек', few: 'человека', many: 'человек' },
  },
  en: {
    gigabyte: 'GB',
    megabyte: 'MB',
    second: 's',
    minute: 'min',
    day: { one: 'day', many: 'days' },
    hour: { one: 'hour', many: 'hours' },
    person: { one: 'person', many: 'people' },
  },
};

const gigabyte = 1024 ** 3;

export function createFormat(language: 'ru' | 'en', timeZone: string): Formatter {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  const dates = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  const moments = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const shortDates = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: '2-digit',
  });
  const times = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const word = words[language];
  const zone = zoneName(locale, timeZone);
  return {
    // Without the dot of «г.»: the date stands at ends of sentences.
    date: (moment) => dates.format(moment).replace(/\s*г\.$/, ''),
    shortDate: (moment) => shortDates.format(moment),
    moment: (moment) => `${moments.format(moment)} (${zone})`,
    shortMoment: (moment) => moments.format(moment),
    time: (moment) => times.format(moment),
    zone,
    size: (bytes) =>
      bytes >= gigabyte || bytes === 0
        ? `${decimals.format(bytes / gigabyte)} ${word.gigabyte}`
        : `${decimals.format(bytes / 1024 ** 2)} ${word.megabyte}`,
    days: (count) => plural(language, count, word.day),
    hours: (count) => plural(language, count, word.hour),
    span: (seconds) => formatSpan(language, seconds),
    people: (count) => plural(language, count, word.person),
    number: (value) => decimals.format(value),
    money: (money) => formatMoney(locale, money),
  };
}

function formatSpan(language: 'ru' | 'en', seconds: number): string {
  const { second, minute, hour } = words[language];
  if (seconds < 600) return `${Math.round(seconds)} ${second}`;
  if (seconds < 3 * 3_600) return `${Math.round(seconds / 60)} ${minute}`;
  return plural(language, Math.round(seconds / 3_600), hour);
}

/** The name that people have for the zone; UTC itself has no such name and is called UTC. */
function zoneName(locale: string, timeZone: string): string {
  const nameAs = (timeZoneName: 'shortGeneric' | 'short') =>
    new Intl.DateTimeFormat(locale, { timeZone, timeZoneName })
      .formatToParts(new Date(0))
      .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  const generic = nameAs('shortGeneric');
  return generic.startsWith('GMT') ? nameAs('short') : generic;
}

/** A sum the way a language writes it. */
export function formatMoney(
  locale: string,
  { minor, currency }: { minor: number; currency: string },
): string {
  if (!isCurrency(currency)) return `${minor} ${currency}`;
  if (currency === stars) return `⭐ ${minor.toLocaleString(locale)}`;
  const exponent = exponentOf(currency);
  return amounts(locale, currency, exponent).format(minor / 10 ** exponent);
}

/** Making one takes a hundred times as long as using it. */
const madeAmounts = new Map<string, Intl.NumberFormat>();

function amounts(locale: string, currency: string, exponent: number): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const made = madeAmounts.get(key) ?? createAmounts(locale, currency, exponent);
  madeAmounts.set(key, made);
  return made;
}

function createAmounts(locale: string, currency: string, exponent: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: exponent,
  });
}

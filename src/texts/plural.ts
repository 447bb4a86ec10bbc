/** Forms of a counted noun; English needs `one` and `many`, Russian all three. */
export interface PluralForms {
  one: string;
  few?: string;
  many: string;
}

const rules = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

/** `3 дня`: the number with the form of the noun that the language wants. */
export function plural(language: 'ru' | 'en', count: number, forms: PluralForms): string {
  const rule = rules[language].select(count);
  const form = rule === 'one' ? forms.one : rule === 'few' ? (forms.few ?? forms.many) : forms.many;
  return `${count.toLocaleString(language)} ${form}`;
}

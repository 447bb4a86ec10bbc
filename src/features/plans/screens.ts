import { action, type Button } from '../../platform/telegram/buttons.ts';
import { clip } from '../../platform/telegram/clip.ts';
import { type Html, join, plain } from '../../platform/telegram/html.ts';
import type { Currency } from '../../platform/money.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { cancelButton, wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { Plan } from './service.ts';

/** What an admin changes by typing: `days`, `name`, or the price in a currency. */
export type PlanField = 'days' | 'name' | Currency;

/** All plans, the hidden ones too. */
export function planListScreen(voice: Voice, plans: readonly Plan[]): Screen {
  const { t, language } = voice;
  return {
    text: t.desk.plansTitle,
    buttons: [
      ...plans.map((plan): Button[] => [
        {
          label: clip(plan.names[language] + (plan.isVisible ? '' : ` · ${t.desk.hidden}`), 40),
          action: action('pln', plan.id),
        },
      ]),
      wayHome(voice, { label: t.general.back, action: action('admin') }),
    ],
  };
}

/** One plan with everything that an admin may change. */
export function planCardScreen(
  voice: Voice,
  { plan, currencies }: { plan: Plan; currencies: readonly Currency[] },
): Screen {
  const { t, format } = voice;
  const prices = Object.entries(plan.prices).map(([currency, minor]) => format.money({ minor, currency }));
  const days = plan.days === null ? t.general.forEver : format.days(plan.days);
  const traffic = plan.trafficBytes === null ? t.general.unlimited : format.size(plan.trafficBytes);
  const edit = (field: PlanField, label: string): Button[] => [
    { label, action: action('pln.edit', plan.id, field) },
  ];
  return {
    text: join([
      t.desk.planTitle(plan.names[voice.language], plan.code),
      plain(t.shop.planFacts(days, traffic)),
      plain(prices.join(', ')),
    ]),
    buttons: [
      ...currencies.map((currency) => edit(currency, t.desk.editPrice(currency))),
      edit('days', t.desk.editDays),
      edit('name', t.desk.editName),
      [
        plan.isVisible
          ? { label: t.desk.hide, action: action('pln.hide', plan.id) }
          : { label: t.desk.show, action: action('pln.show', plan.id) },
      ],
      wayHome(voice, { label: t.general.back, action: action('pln.all') }),
    ],
  };
}

export function askPlanScreen(voice: Voice, field: PlanField, isRepeat: boolean): Screen {
  const { t } = voice;
  return {
    text: join([isRepeat && plain(t.desk.wrong), questionFor(voice, field)], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

function questionFor({ t }: Voice, field: PlanField): Html {
  if (field === 'days') return t.desk.askDays;
  return field === 'name' ? t.desk.askName : t.desk.askPrice(field);
}

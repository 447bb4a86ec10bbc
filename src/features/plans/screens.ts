import type { Button } from '../../telegram/screens/buttons.ts';
import { clip } from '../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Currency } from '../../platform/money.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../texts/navigation.ts';
import { trafficText } from '../../texts/traffic.ts';
import type { Voice } from '../../texts/voice.ts';
import type { Plan } from './service.ts';
import { offeredBy } from './protocols.rules.ts';
import { trialCode } from './trial.rules.ts';
import type { PlanField } from './rules.ts';
import { trafficModes } from './traffic.rules.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../admin/taps.ts';

/** What an admin changes by typing; a currency stands for the price in it. */
/** All plans, the hidden ones too. */
export function planListScreen(voice: Voice, plans: readonly Plan[]): Screen {
  const { t, language } = voice;
  return {
    text: t.desk.plansTitle,
    buttons: [
      ...plans.map((plan): Button[] => [
        {
          label: clip(
            plan.names[language] +
              (plan.isVisible ? '' : ` · ${isTrialPlan(plan) ? t.desk.off : t.desk.hidden}`),
            40,
          ),
          action: taps.show(plan.id),
        },
      ]),
      wayHome(voice, { label: t.general.back, action: adminTaps.openDesk() }),
    ],
  };
}

/** One plan with everything that an admin may change, and its place in the list, counted from nought. */
export function planCardScreen(
  voice: Voice,
  { plan, place, currencies }: { plan: Plan; place: number; currencies: readonly Currency[] },
): Screen {
  const { t, format } = voice;
  const days = plan.days === null ? t.general.forEver : format.days(plan.days);
  const isTrial = isTrialPlan(plan);
  const edit = (field: PlanField, label: string): Button => ({
    label,
    action: taps.edit(plan.id, field),
  });
  return {
    text: join(
      [
        join([
          t.desk.planTitle(plan.names[voice.language], plan.code),
          plain(t.shop.planFacts(days, trafficText(voice, plan))),
          plain(t.desk.bothNames(plan.names.ru, plan.names.en)),
          // Amounts have commas of their own.
          plain(pricesOf(voice, plan, currencies).join(' · ')),
          plain(t.desk.group(plan.panelGroup)),
          plain(t.desk.protocols(protocolText(voice, plan))),
        ]),
        isTrial && plain(plan.version === 1 ? t.desk.trialFromSettings : t.desk.trialFromHere),
        !plan.isVisible && plain(isTrial ? t.desk.trialIsOff : t.desk.isHidden),
      ],
      '\n\n',
    ),
    buttons: [
      ...(isTrial ? [] : currencies.map((currency) => [edit(currency, t.desk.editPrice(currency))])),
      [edit('days', t.desk.editDays), edit('traffic', t.desk.editTraffic)],
      ...(isTrial || plan.trafficBytes === null ? [] : [[modeSwitch(voice, plan)]]),
      [edit('name', t.desk.editName), edit('nameEn', t.desk.editNameEn)],
      [
        { label: t.desk.editGroup, action: taps.askGroup(plan.id) },
        { label: t.desk.editProtocols, action: taps.askProtocols(plan.id) },
      ],
      [
        { label: t.desk.moveUp, action: taps.moveUp(plan.id, place) },
        { label: t.desk.moveDown, action: taps.moveDown(plan.id, place) },
      ],
      [visibilityButton(voice, plan)],
      wayHome(voice, { label: t.general.back, action: taps.list() }),
    ],
  };
}

/** Every price there is, and which of the shop's currencies has none: what is paid in it is not offered. */
function pricesOf({ t, format }: Voice, plan: Plan, currencies: readonly Currency[]): string[] {
  const prices = Object.entries(plan.prices).map(([currency, minor]) => format.money({ minor, currency }));
  const missing = isTrialPlan(plan)
    ? []
    : currencies.filter((currency) => plan.prices[currency] === undefined);
  return [...prices, ...missing.map((currency) => t.desk.noPrice(currency))];
}

function protocolText({ t }: Voice, { protocols }: Plan): string {
  return protocols === null
    ? t.desk.everyProtocol
    : protocols.map((one) => t.desk.protocolNames[one]).join(', ');
}

/** The groups that a plan can have, with its own marked. */
export function planGroupScreen(voice: Voice, plan: Plan, groups: readonly string[]): Screen {
  const { t } = voice;
  return {
    text: t.desk.chooseGroup,
    buttons: [
      ...groups.map((group): Button[] => {
        const label = group === plan.panelGroup ? t.desk.chosen(group) : group;
        return [{ label, action: taps.setGroup(plan.id, group) }];
      }),
      wayHome(voice, { label: t.general.back, action: taps.show(plan.id) }),
    ],
  };
}

/** The protocols that keys of a plan can be of, with what it offers marked. */
export function planProtocolsScreen(voice: Voice, plan: Plan, hasOwnFeed: boolean): Screen {
  const { t } = voice;
  return {
    text: join([t.desk.chooseProtocols, !hasOwnFeed && plain(t.desk.panelLinkHasAll)], '\n\n'),
    buttons: [
      ...offeredBy(plan).map(({ protocol, isOffered }): Button[] => {
        const name = t.desk.protocolNames[protocol];
        const label = isOffered ? t.desk.chosen(name) : name;
        return [{ label, action: taps.switchProtocol(plan.id, protocol, !isOffered) }];
      }),
      wayHome(voice, { label: t.general.back, action: taps.show(plan.id) }),
    ],
  };
}

/** The trial is not sold: it has no price, but an end and a limit. */
export function isTrialPlan({ code }: Plan): boolean {
  return code === trialCode;
}

/** What the limit is for; a tap goes on to the next of what it could be. */
function modeSwitch({ t }: Voice, { id, trafficMode }: Plan): Button {
  const next = trafficModes[(trafficModes.indexOf(trafficMode) + 1) % trafficModes.length] ?? 'total';
  return { label: t.desk.trafficMode[trafficMode], action: taps.setTrafficMode(id, next) };
}

function visibilityButton({ t }: Voice, plan: Plan): Button {
  const isTrial = isTrialPlan(plan);
  return plan.isVisible
    ? { label: isTrial ? t.desk.trialOff : t.desk.hide, action: taps.hide(plan.id) }
    : { label: isTrial ? t.desk.trialOn : t.desk.show, action: taps.offer(plan.id) };
}

/** Why what was typed is no value of this field. */
export function whyWrong({ t }: Voice, plan: Plan, field: PlanField): string {
  const { wrong } = t.desk;
  if (field === 'name' || field === 'nameEn') return wrong.name;
  if (field === 'days') return isTrialPlan(plan) ? wrong.trialDays : wrong.days;
  if (field === 'traffic') return isTrialPlan(plan) ? wrong.trialTraffic : wrong.traffic;
  return wrong.price(field);
}

export function askPlanScreen(
  voice: Voice,
  { plan, field }: { plan: Plan; field: PlanField },
  problem?: Html,
): Screen {
  return {
    text: join([problem, questionFor(voice, field, plan)], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

function questionFor({ t }: Voice, field: PlanField, plan: Plan): Html {
  const isTrial = isTrialPlan(plan);
  if (field === 'days') return isTrial ? t.desk.askTrialDays : t.desk.askDays;
  if (field === 'traffic' && plan.trafficMode !== 'total') return t.desk.askMonthlyTraffic;
  if (field === 'traffic') return isTrial ? t.desk.askTrialTraffic : t.desk.askTraffic;
  if (field === 'name') return t.desk.askName;
  return field === 'nameEn' ? t.desk.askNameEn : t.desk.askPrice(field);
}

import type { Config } from '../config/config.ts';
import type { ClockWatch } from '../platform/clock-watch.ts';
import type { Kit } from '../platform/kit.ts';
import type { resolveAll } from '../platform/outside.ts';
import { houses } from './houses.ts';

export interface ServiceNeeds {
  config: Config;
  /** Who takes money, besides what people have with us. None when not given. */
  providers?: Parameters<typeof houses.money.misfitsOf>[1];
  /** What people and admins are told of money; made here when not given. */
  moneyTelling?: ReturnType<typeof houses.money.createTelling>;
  /** For one exchange with a panel; the client's own when not given. */
  panelTimeoutMs?: number;
  /** How names of panels are looked up; the system's own way when not given. */
  resolve?: typeof resolveAll | undefined;
  /** Hears of the dates of panels' answers; nobody when not given. */
  clockWatch?: Pick<ClockWatch, 'of'>;
}

/** The services of all houses, each handed what it needs of those before it. */
export type Services = ReturnType<typeof createServices>;

/** Builds the houses' services, in order. */
export function createServices(kit: Kit, needs: ServiceNeeds) {
  const { config, providers = [], panelTimeoutMs: timeoutMs, resolve, clockWatch } = needs;
  const { moneyTelling = houses.money.createTelling(kit, config.money) } = needs;
  const { accessMode, managerCaps, timeZone } = config.service;
  const { adminIds } = config.telegram;
  const audit = houses.audit.create(kit);
  const addressRules = { allowPrivate: config.allowPrivatePanels, resolve };
  const { fleet, placing, joined } = houses.panels.createPlaces(kit, { timeoutMs, addressRules, clockWatch });
  const subscriptions = houses.subscriptions.create(kit, { placing, grace: config.service.grace });
  const endPurchases = houses.money.createEndPurchases(kit);
  const users = houses.users.create(kit, { audit, subscriptions, endPurchases, adminIds, accessMode });
  const base = { config, audit, users, subscriptions, panels: fleet };
  const links = houses.subscriptions.createLinks(kit, base);
  const invites = houses.invites.create(kit, { ...base, accessMode, managerCaps });
  const misfitOf = houses.money.misfitsOf(config.money, providers);
  const plans = houses.plans.create(kit, { ...base, trial: config.service.trial, misfitOf });
  const trial = houses.trial.create(kit, { ...base, plans });
  const keys = houses.keys.create(kit, { ...base, plans, joined });
  const till = houses.money.create(kit, { ...base, ...moneyTelling, plans, trial, providers });
  const reminders = houses.reminders.create(kit, { ...base, ...till, ...config.service.reminders, timeZone });
  const deadLetters = houses.deadLetters.create(kit, base);
  const { told } = houses.subscriptions;
  const panels = houses.panels.create(kit, { ...base, fleet, placing, told, addressRules });
  const checkup = houses.checkup.create({ ...base, ...keys, looks: panels.looks });
  return {
    audit,
    fleet,
    users,
    subscriptions,
    links,
    invites,
    plans,
    trial,
    reminders,
    checkup,
    deadLetters,
    panels,
    ...keys,
    ...till,
  };
}

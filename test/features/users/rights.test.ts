import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAccess } from '../../../src/features/panels/fleet/access.rules.ts';
import { insertPanel } from '../../../src/features/panels/queries.ts';
import { type Permission, type Role, roles } from '../../../src/features/users/roles.rules.ts';
import { Refusal } from '../../../src/platform/refusal.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';
import { moneyRights } from './rights.money.ts';
import { presetRights } from './rights.presets.ts';
import { everyRight, whoMay } from './who-may.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices({ OWN_SUBSCRIPTIONS: '', PANEL_ALLOW_PRIVATE: 'yes' });
});
afterAll(() => bench.stop());

const admission = { maxUses: 1, expiresAt: null, grant: { kind: 'admission' } } as const;
const page = { all: false, offset: 0, limit: 1 };

/** What an actor asks for; `target` is somebody they may do it to. */
type Ask = (actorId: number, target: number) => Promise<unknown>;

/** Every method that somebody's right decides. Each is asked for by everybody. */
const guarded: Record<string, { needs: Permission; ask: Ask }> = {
  'users.setRole': {
    needs: 'change roles',
    ask: (actor, target) => bench.users.setRole(bench.cause(actor), target, 'user'),
  },
  'users.block': {
    needs: 'block people',
    ask: (actor, target) => bench.users.block(bench.cause(actor), target),
  },
  'users.unblock': {
    needs: 'block people',
    ask: (actor, target) => bench.users.unblock(bench.cause(actor), target),
  },
  'users.search': { needs: 'see people', ask: (actor) => bench.users.search(actor, 'Имя') },
  'users.card': { needs: 'see people', ask: (actor, target) => bench.users.card(actor, target) },
  'users.counts': { needs: 'see people', ask: (actor) => bench.users.counts(actor) },
  'users.demand': { needs: 'change roles', ask: (actor) => bench.users.demand(actor, 'change roles') },
  'invites.create': {
    needs: 'create invites',
    ask: (actor) => bench.invites.create(bench.cause(actor), admission),
  },
  'invites.list': { needs: 'see own invites', ask: (actor) => bench.invites.list(actor, page) },
  'invites.list of everybody': {
    needs: 'see every invite',
    ask: (actor) => bench.invites.list(actor, { ...page, all: true }),
  },
  'invites.show': {
    needs: 'see every invite',
    ask: async (actor) => bench.invites.show(actor, await foreign()),
  },
  'invites.revoke': {
    needs: 'see every invite',
    ask: async (actor) => bench.invites.revoke(bench.cause(actor), await foreign()),
  },
  'panels.list': { needs: 'manage panels', ask: (actor) => bench.panels.list(actor) },
  'panels.view': { needs: 'manage panels', ask: async (actor) => bench.panels.view(actor, await panelId()) },
  'panels.test': { needs: 'manage panels', ask: (actor) => bench.panels.test(actor, newPanel()) },
  'panels.add': {
    needs: 'manage panels',
    ask: (actor) => bench.panels.add(bench.cause(actor), newPanel()),
  },
  'panels.setState': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.setState(bench.cause(actor), await panelId(), 'draining'),
  },
  'panels.report': {
    needs: 'manage panels',
    ask: async (actor) => reached(bench.panels.report(actor, await panelId())),
  },
  'panels.repair': {
    needs: 'manage panels',
    ask: async (actor) => reached(bench.panels.repair(bench.cause(actor), await panelId())),
  },
  'panels.rebuild': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.rebuild(bench.cause(actor), await panelId()),
  },
  'panels.forecastMove': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.forecastMove(actor, await panelId()),
  },
  'panels.move': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.move(bench.cause(actor), await panelId()),
  },
  'panels.stopMove': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.stopMove(bench.cause(actor), await panelId()),
  },
  'panels.forget': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.forget(bench.cause(actor), await addedPanelId()),
  },
  'panels.edit': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.edit(bench.cause(actor), await panelId(), { weight: 1 }),
  },
  'panels.changeAccess': {
    needs: 'manage panels',
    ask: async (actor) =>
      reached(bench.panels.changeAccess(bench.cause(actor), await panelId(), { adminPath: 'other' })),
  },
  'links.replaceFor': {
    needs: 'replace links',
    ask: (actor, target) => reached(bench.links.replaceFor(bench.cause(actor), target)),
  },
  'adoption.look': {
    needs: 'manage panels',
    ask: (actor, target) =>
      reached(bench.adoption.look(actor, { userId: target, text: crypto.randomUUID() })),
  },
  'adoption.link': {
    needs: 'manage panels',
    ask: async (actor, target) => {
      const link = { userId: target, panelId: await panelId(), uuid: crypto.randomUUID() };
      return await reached(bench.adoption.link(bench.cause(actor), link));
    },
  },
  'adoption.survey': {
    needs: 'manage panels',
    ask: async (actor) => reached(bench.adoption.survey(actor, await panelId())),
  },
  'adoption.linkMatches': {
    needs: 'manage panels',
    ask: async (actor) => bench.adoption.linkMatches(bench.cause(actor), await panelId()),
  },
  'panels.readUsage': {
    needs: 'manage panels',
    ask: async (actor) => bench.panels.readUsage(actor, await panelId()),
  },
  'plans.list': { needs: 'manage plans', ask: (actor) => bench.plans.list(actor) },
  'plans.view': { needs: 'manage plans', ask: (actor) => bench.plans.view(actor, 1) },
  'plans.change': {
    needs: 'manage plans',
    ask: (actor) => bench.plans.change(bench.cause(actor), 1, { field: 'isVisible', value: true }),
  },
  'plans.groups': { needs: 'manage plans', ask: (actor) => bench.plans.groups(actor) },
  'plans.move': { needs: 'manage plans', ask: (actor) => bench.plans.move(bench.cause(actor), 1, { by: 1 }) },
  'promos.create': { needs: 'manage promo codes', ask: (actor) => newPromo(actor) },
  'promos.list': {
    needs: 'manage promo codes',
    ask: (actor) => bench.promos.list(actor, { offset: 0, limit: 1 }),
  },
  'promos.view': {
    needs: 'manage promo codes',
    ask: async (actor) => bench.promos.view(actor, (await newPromo(adminId)).id),
  },
  'promos.card': {
    needs: 'manage promo codes',
    ask: async (actor) => bench.promos.card(actor, (await newPromo(adminId)).id),
  },
  'promos.demandFree': {
    needs: 'manage promo codes',
    ask: (actor) => bench.promos.demandFree(actor, 'FREE'),
  },
  'promos.setActive': {
    needs: 'manage promo codes',
    ask: async (actor) => bench.promos.setActive(bench.cause(actor), (await newPromo(adminId)).id, false),
  },
  ...moneyRights(() => bench),
  ...presetRights(() => bench),
  'renewals.stopFor': {
    needs: 'manage money',
    ask: (actor, userId) => known(bench.renewals.stopFor(bench.cause(actor), { userId, reason: 'x' })),
  },
};

let codes = 0;
const newPromo = (actor: number) =>
  bench.promos.create(bench.cause(actor), {
    code: `RIGHTS${++codes}`,
    kind: 'days',
    value: 1,
    currency: null,
    maxUses: null,
    endsAt: null,
  });

/** Who may ask is told that there is no such payment. */
async function known(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Refusal) || !['payment.unknown', 'renewal.none'].includes(error.code)) throw error;
  });
}

async function panelId(): Promise<number> {
  return (await bench.fleet.list())[0]?.id ?? 0;
}

/** A panel that somebody has added and nobody lives on. */
async function addedPanelId(): Promise<number> {
  const { name, url, timeZone, ...access } = newPanel();
  const now = new Date();
  const row = { name, url, domain: new URL(url).host, timeZone, createdAt: now, updatedAt: now };
  const panel = await insertPanel(bench.database.db, {
    ...row,
    sealedAccess: sealAccess(bench.seal, access),
  });
  return panel?.id ?? 0;
}

/** A panel that nobody has added and that nobody answers for. */
function newPanel() {
  const access = { adminPath: 'adminpath', clientPath: 'clientpath', apiKey: crypto.randomUUID() };
  const [third, fourth] = crypto.getRandomValues(new Uint8Array(2));
  return { name: crypto.randomUUID(), url: `https://127.9.${third}.${fourth}:9`, timeZone: 'UTC', ...access };
}

/** Who may ask is told that the panel does not answer, or what else stands in the way. */
async function reached(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const inTheWay = ['panel.not-answering', 'panel.from-settings', 'link.nothing'];
    if (!(error instanceof Refusal) || !inTheWay.includes(error.code)) throw error;
  });
}

/** Methods that anybody may use for themselves, that other services use, or that keep what Telegram says. */
const open = [
  'users.meet users.get users.find users.glance users.may users.admit users.welcome users.chooseLanguage users.keepStart',
  'users.forgetStart users.noteReachable users.noteBlockNotice invites.redeem invites.capsOf trial.standingOf trial.offerFor trial.start',
  'renewals.view renewals.beginFromBalance renewals.stop renewals.resume renewals.portal renewals.hear',
  'renewals.carryOutStop renewals.look subscriptions.setAutoRenew',
  'trial.begin subscriptions.takeBack subscriptions.grant subscriptions.refresh subscriptions.rotateLink',
  'subscriptions.glance subscriptions.holder subscriptions.lock subscriptions.stateOf subscriptions.runs subscriptions.wouldAdd subscriptions.restOf subscriptions.endWith',
  'subscriptions.begin subscriptions.isInGrace subscriptions.boughtAtEnd orders.endAll orders.again reminders.remind reminders.choices reminders.choose users.chooseTimeZone checkup.check checkup.refresh',
  'subscriptions.find subscriptions.lapse panels.sealDraft panels.openDraft panels.openAccessDraft links.replaceOwn adoption.carryOut',
  'keys.demand keys.addresses keys.appsFor keys.noteGuide keys.link presets.current',
  'keys.stateFor keys.offered keys.vless keys.qr keys.file',
  'plans.onSale plans.getOnSale plans.trialTerms plans.namesOf plans.protocolsOf money.carryOut promos.isDiscount',
  'promos.find promos.recall promos.discount promos.reserve promos.release promos.consume promos.redeem',
  'orders.offer orders.place orders.view orders.pending orders.list orders.reopen orders.check orders.cancel',
].flatMap((line) => line.split(' '));

/** A code of the admin's, which is nobody else's. */
async function foreign(): Promise<number> {
  return (await bench.invites.create(bench.cause(adminId), admission)).id;
}

async function isRefused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Refusal && ['not-allowed', 'invite.unknown'].includes(error.code)) return true;
    throw error;
  }
}

describe('as the product promises', () => {
  const someone = new Map<Role, Promise<number>>();
  const oneOf = (role: Role): Promise<number> => {
    const known = someone.get(role) ?? actor(role);
    someone.set(role, known);
    return known;
  };

  it.each(everyRight)('the role $role $verdict: $permission', async ({ permission, role, isAllowed }) => {
    const id = await oneOf(role);
    expect(await bench.users.may(id, permission)).toBe(isAllowed);
    expect(await isRefused(bench.users.demand(id, permission))).toBe(!isAllowed);
  });
});

const actor = async (role: Role) => (await bench.person(role === 'user' ? {} : { role })).telegramId;

it('every method of every service is either guarded or known to be open', () => {
  const { users, invites, trial, subscriptions, links, keys, panels, adoption } = bench;
  const { plans, promos, orders, renewals, money, presets } = bench;
  const people = { users, invites, trial, subscriptions, links, keys, panels, adoption };
  const methods = Object.entries({ ...people, plans, promos, orders, renewals, money, presets }).flatMap(
    ([name, service]) => Object.keys(service).map((method) => `${name}.${method}`),
  );
  const named = new Set([...open, ...Object.keys(guarded).map((name) => name.split(' ')[0] ?? '')]);
  expect(methods.filter((method) => !named.has(method))).toEqual([]);
});

describe.each(Object.entries(guarded))('%s', (_name, { needs, ask }) => {
  it.each(roles)('as %s', async (role) => {
    const target = await bench.person();
    expect(await isRefused(ask(await actor(role), target.telegramId))).toBe(!whoMay[needs].includes(role));
  });

  it('is refused to a stranger, and to an admin who was blocked', async () => {
    const target = await bench.person();
    const blocked = await actor('admin');
    await bench.users.block(bench.cause(adminId), blocked);
    expect(await isRefused(ask(987_654_321, target.telegramId))).toBe(true);
    expect(await isRefused(ask(blocked, target.telegramId))).toBe(true);
  });
});

import { Refusal } from '../../../src/platform/refusal.ts';
import type { Permission } from '../../../src/features/users/roles.rules.ts';
import type { ServiceBench } from '../../support/services.ts';

type Ask = (actorId: number, target: number) => Promise<unknown>;

/** Every method of the money desk, each for admins alone. */
export function moneyRights(bench: () => ServiceBench): Record<string, { needs: Permission; ask: Ask }> {
  const page = { offset: 0, limit: 1 };
  const desk = () => bench().money;
  const cause = (actor: number) => bench().cause(actor);
  const verdict = { paymentId: 1, decision: 'outside', reason: 'x' } as const;
  const asks: Record<string, Ask> = {
    list: (actor) => desk().list(actor, page),
    search: (actor) => desk().search(actor, '1'),
    purchases: (actor, target) => desk().purchases(actor, target, page),
    standing: (actor, target) => desk().standing(actor, target),
    revenue: (actor) => desk().revenue(actor, 'today'),
    story: (actor) => known(desk().story(actor, 1)),
    refund: (actor) => known(desk().refund(cause(actor), { paymentId: 1, amountMinor: 1, reason: 'x' })),
    decide: (actor) => known(desk().decide(cause(actor), verdict)),
    askAgain: (actor) => known(desk().askAgain(cause(actor), 1)),
    orderToPay: (actor) => known(desk().orderToPay(actor, 1)),
    demandPerson: (actor, target) => desk().demandPerson(actor, target),
    likelyOrder: (actor, target) => desk().likelyOrder(actor, target),
    grant: (actor, userId) =>
      desk().grant(cause(actor), { userId, days: 1, trafficBytes: null, reason: 'x' }),
    lastGift: (actor, userId) => desk().lastGift(actor, userId),
    takeGiftBack: (actor) => known(desk().takeGiftBack(cause(actor), { what: 'money', id: 999_999 })),
    payOut: (actor, userId) =>
      known(desk().payOut(cause(actor), { userId, money: { minor: 1, currency: 'GBP' }, reason: 'x' })),
    topUp: (actor, userId) =>
      desk().topUp(cause(actor), { userId, money: { minor: 1, currency: 'USD' }, reason: 'x' }),
  };
  const letters = () => bench().deadLetters;
  const retries: Record<string, Ask> = {
    list: (actor) => letters().list(actor, page),
    retry: (actor) => known(letters().retry(cause(actor), crypto.randomUUID())),
    retryAll: (actor) => known(letters().retryAll(cause(actor), 'refund')),
  };
  const reports: Record<string, Ask> = {
    ask: (actor) => bench().reports.ask(cause(actor)),
    latest: (actor) => bench().reports.latest(actor),
  };
  return {
    ...needing('manage money', 'reports', reports),
    ...needing('manage money', 'money', asks),
    ...needing('retry jobs', 'deadLetters', retries),
  };
}

function needing(needs: Permission, service: string, asks: Record<string, Ask>) {
  return Object.fromEntries(
    Object.entries(asks).map(([name, ask]) => [`${service}.${name}`, { needs, ask }]),
  );
}

/** Who may ask is told that there is no such thing. */
async function known(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Refusal) || !/\.(unknown|gone|not-there)$/.test(error.code)) throw error;
  });
}

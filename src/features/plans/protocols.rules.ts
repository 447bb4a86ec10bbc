import { desk } from '../../texts/ru/desk.ts';
import type { Plan } from './queries.ts';
import type { PlanProtocol } from './tables.ts';

/** The protocols that a plan can offer keys of, best first: in the order in which they are named. */
export const planProtocols = Object.keys(desk.protocolNames) as PlanProtocol[];

/** Each protocol, and whether the plan offers it. */
export function offeredBy({ protocols }: Pick<Plan, 'protocols'>) {
  return planProtocols.map((protocol) => ({
    protocol,
    isOffered: protocols === null || protocols.includes(protocol),
  }));
}

/**
 * The protocols of a plan after one was switched on or off, or over where nothing is said: null is all of them, and
 * undefined would be none.
 */
export function switchProtocol(
  plan: Pick<Plan, 'protocols'>,
  wanted: string,
  isWanted?: boolean,
): PlanProtocol[] | null | undefined {
  const after = offeredBy(plan)
    .filter(({ protocol, isOffered }) => (protocol === wanted ? (isWanted ?? !isOffered) : isOffered))
    .map(({ protocol }) => protocol);
  if (after.length === 0) return undefined;
  return after.length === planProtocols.length ? null : after;
}

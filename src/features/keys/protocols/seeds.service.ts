import type { Setting } from '../../../platform/setting.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { ServerPlace } from './contract.rules.ts';
import type { ServerDemand } from './demand.rules.ts';
import { type Protocol, protocols, rulesOf } from './registry.rules.ts';
import { type EndpointSeeds, readSeed } from './seeds.rules.ts';
import { serverSettings, type Told } from './settings.ts';

/**
 * The endpoints that the environment describes. What is wrong with one is said, each mistake by the name of its setting:
 * such an endpoint is not used but read from the panel, as a protocol is that is left out.
 */
export function seedsOf(told: Told, server: ServerPlace, logger: Logger): EndpointSeeds {
  const seeds: EndpointSeeds = Object.fromEntries(
    protocols.map((protocol) => [protocol, seedOf(protocol, told, server)]),
  );
  const usable = protocols.filter((protocol) => isUsable(protocol, seeds, logger));
  return Object.fromEntries(usable.map((protocol) => [protocol, seeds[protocol]]));
}

function seedOf<P extends Protocol>(protocol: P, told: Told, server: ServerPlace) {
  return rulesOf[protocol].seedOf(told[protocol], server);
}

function isUsable(protocol: Protocol, seeds: EndpointSeeds, logger: Logger): boolean {
  const reading = readSeed(protocol, seeds);
  if (reading === undefined) return false;
  if (!reading.ok) {
    const problems = reading.problems.map((problem) => bySetting(problem, protocol));
    logger.error({ problems }, 'settings of a key cannot be used; it is read from the panel');
    return false;
  }
  const warnings = reading.warnings.map((warning) => bySetting(warning, protocol));
  if (warnings.length > 0) logger.warn({ warnings }, 'settings of a key work badly');
  return true;
}

/** The server's demand of clients; a version that cannot be read is said and taken as not given. */
export function demandOf(told: Told, logger: Logger): ServerDemand {
  const readings = protocols.map((protocol) => ({ protocol, reading: readDemand(protocol, told) }));
  const problems = readings.flatMap(({ protocol, reading }) =>
    reading === undefined || reading.ok
      ? []
      : reading.problems.map((problem) => bySetting(problem, protocol)),
  );
  if (problems.length > 0)
    logger.error({ problems }, 'what the server asks of apps cannot be read; every app is offered');
  const demands = readings.flatMap(({ reading }) => (reading?.ok === true ? reading.demand : []));
  return demands.find((demand) => demand !== 'any') ?? 'any';
}

function readDemand<P extends Protocol>(protocol: P, told: Told) {
  return rulesOf[protocol].readDemand?.(told[protocol]);
}

/** The sentence about a field with the name of the setting behind it. */
function bySetting(problem: string, protocol: Protocol): string {
  const field = problem.split(':', 1)[0] ?? '';
  const each: readonly [string, Setting<unknown>][] = [
    ...Object.entries<Setting<unknown>>(serverSettings.each),
    ...Object.entries<Setting<unknown>>(rulesOf[protocol].settings.each),
  ];
  const setting = each.find(([name]) => name === field)?.[1];
  return `${setting?.name ?? field}${problem.slice(field.length)}`;
}

import type { Settings } from '../platform/setting.ts';
import { ask, type Environment, missing } from './environment.ts';

/** The settings of several houses, by house. */
export type Houses<All> = { readonly [House in keyof All]: Settings<All[House]> };

/** The values that could be read: nothing stands where a setting is wrong or missing. */
export type HouseValues<All> = { [House in keyof All]?: Partial<All[House]> };

export interface ReadHouses<All> {
  given: HouseValues<All>;
  /** Every mistake by the name of its setting: first what cannot be read, then what is missing. */
  problems: string[];
  /** The values of the secret ones, a text each. */
  secrets: string[];
}

/** Reads the settings of all houses and lists every mistake. */
export function readHouses<All extends { [House in keyof All]: object }>(
  houses: Houses<All>,
  environment: Environment,
): ReadHouses<All> {
  const given: HouseValues<All> = {};
  const mistakes: string[] = [];
  const lacking: string[] = [];
  const secrets: string[] = [];
  for (const house in houses) {
    const reading = readHouse(houses[house], environment);
    given[house] = reading.values;
    mistakes.push(...reading.mistakes);
    lacking.push(...reading.lacking);
    secrets.push(...reading.secrets);
  }
  return { given, problems: [...mistakes, ...lacking], secrets };
}

function readHouse<Values extends object>(house: Settings<Values>, environment: Environment) {
  const values: Partial<Values> = {};
  const mistakes: string[] = [];
  const lacking: string[] = [];
  const secrets: string[] = [];
  for (const key in house.each) {
    const setting = house.each[key];
    const answer = ask(setting, environment);
    if (answer.kind === 'read') values[key] = answer.value;
    if (answer.kind === 'read' && setting.secret) secrets.push(...textsIn(answer.value));
    if (answer.kind === 'mistake') mistakes.push(answer.problem);
    if (answer.kind !== 'absent') continue;
    if (setting.absent !== undefined) values[key] = setting.absent.value;
    if (setting.isNeeded && !isGiven(setting.instead, house, environment)) lacking.push(missing(setting));
  }
  return { values, mistakes, lacking, secrets };
}

function textsIn(value: unknown): string[] {
  return [value].flat().filter((text) => typeof text === 'string');
}

function isGiven<Values>(
  name: string | undefined,
  house: Settings<Values>,
  environment: Environment,
): boolean {
  for (const key in house.each) {
    const setting = house.each[key];
    if (setting.name === name) return ask(setting, environment).kind === 'read';
  }
  return false;
}

/** Whether every setting of every house has a value. */
export function isWhole<All extends { [House in keyof All]: object }>(
  houses: Houses<All>,
  given: HouseValues<All>,
): given is All {
  for (const house in houses) {
    const values = given[house];
    for (const key in houses[house].each) if (values === undefined || !(key in values)) return false;
  }
  return true;
}

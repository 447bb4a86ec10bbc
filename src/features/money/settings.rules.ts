import type { MoneyMode, Provider } from './providers/provider.ts';
import { offered, type Way } from './providers/registry.ts';
import type { ProviderSettings } from './providers/settings.ts';
import type { MoneySettings } from './settings.ts';

/** The settings of payments that could be read; what is wrong or missing is not there. */
interface Given {
  money: Partial<MoneySettings>;
  providers: { readonly [Name in keyof ProviderSettings]?: Partial<ProviderSettings[Name]> };
}

/** The problems of settings of payments that do not go together, each by the name of its setting. */
export function moneyProblems({ money, providers }: Given): string[] {
  const all = Object.values(offered);
  return [
    ...all.flatMap((provider) => contradictionsIn(modesOf(provider, providers), money.mode)),
    ...all.flatMap((provider) => (isSetUp(provider, providers) ? unpriceable(provider, money) : [])),
  ];
}

/** A setting that leads to test money, and whose it is. */
interface TestSetting {
  provider: keyof ProviderSettings;
  setting: string;
}

/** The settings of those who are set up that lead to test money, which anybody has. */
export function testSettings(providers: ProviderSettings): TestSetting[] {
  return Object.values(offered)
    .filter((provider) => isSetUp(provider, providers))
    .flatMap((provider) =>
      modesOf(provider, providers).flatMap(([setting, mode]) =>
        mode === 'test' ? [{ provider: provider.name, setting }] : [],
      ),
    );
}

type Of<Name extends keyof ProviderSettings> = Provider<Name, Way, ProviderSettings[Name]>;
type Modes = (readonly [setting: string, mode: MoneyMode | undefined])[];

function modesOf<Name extends keyof ProviderSettings>(provider: Of<Name>, given: Given['providers']): Modes {
  return Object.entries(provider.modes?.(given[provider.name] ?? {}) ?? {});
}

function isSetUp<Name extends keyof ProviderSettings>(
  provider: Of<Name>,
  given: Given['providers'],
): boolean {
  return provider.isSetUp?.(given[provider.name] ?? {}) !== false;
}

/**
 * Test money in a real shop would give everything away. Without a mode of the shop providers may differ, as while one of
 * them is tried out.
 */
function contradictionsIn(modes: Modes, shop: MoneyMode | undefined): string[] {
  const [first = '', wanted] =
    shop === undefined ? (modes.find(([, mode]) => mode !== undefined) ?? []) : ['PAYMENT_MODE', shop];
  const or = shop === undefined ? '' : `, or change PAYMENT_MODE`;
  return modes
    .filter(([, mode]) => mode !== undefined && wanted !== undefined && mode !== wanted)
    .map(
      ([name, mode]) =>
        `${name}: is for ${mode} money, while ${first} is for ${wanted} money. Give the one for ${wanted} money${or}.`,
    );
}

function unpriceable(
  { name, words, traits }: Pick<Provider<string, Way>, 'name' | 'words' | 'traits'>,
  { ways, currency = 'USD' }: Given['money'],
): string[] {
  const isOffered = ways === undefined || ways.some((way) => way === words.way);
  if (!isOffered || traits.currencyIn(currency) !== undefined) return [];
  return [
    `PAYMENT_CURRENCY: ${words.brand ?? name} takes no ${currency}. Leave ${words.way} out of PAYMENT_WAYS.`,
  ];
}

interface Command {
  name: string;
  /** Heard in the middle of every dialogue. */
  isEverywhere?: true;
  /** Shown in Telegram's menu, in the order of this table. */
  isInMenu?: true;
  /** Its place in the list that /help ends with. */
  helpPlace?: number;
}

/** Every command there is: what hears it, Telegram's menu and the list in the help follow from this table. */
export const commands = [
  { name: 'start', isEverywhere: true, isInMenu: true },
  { name: 'plans', isInMenu: true, helpPlace: 4 },
  { name: 'key', isInMenu: true, helpPlace: 1 },
  { name: 'profile', isInMenu: true, helpPlace: 2 },
  { name: 'orders', isInMenu: true, helpPlace: 5 },
  { name: 'trial', isInMenu: true, helpPlace: 3 },
  { name: 'promo', isInMenu: true, helpPlace: 6 },
  { name: 'invite', isInMenu: true, helpPlace: 9 },
  { name: 'language', isEverywhere: true, isInMenu: true, helpPlace: 10 },
  { name: 'settings', isInMenu: true, helpPlace: 11 },
  { name: 'help', isEverywhere: true, isInMenu: true },
  { name: 'paysupport', isInMenu: true, helpPlace: 7 },
  { name: 'terms', isInMenu: true, helpPlace: 8 },
  { name: 'cancel', isEverywhere: true, isInMenu: true, helpPlace: 12 },
  { name: 'menu', isEverywhere: true },
  { name: 'admin' },
  { name: 'users' },
] as const satisfies readonly Command[];

type Row = (typeof commands)[number];
export type CommandName = Row['name'];
export type EverywhereCommand = Extract<Row, { isEverywhere: true }>['name'];
export type MenuCommand = Extract<Row, { isInMenu: true }>['name'];
export type HelpCommand = Extract<Row, { helpPlace: number }>['name'];

/** The handler of each of these commands. */
export type CommandHandlers<C, Name extends CommandName = CommandName> = Readonly<
  Record<Name, (ctx: C & { payload: string }) => Promise<unknown>>
>;

export const everywhereCommands: readonly EverywhereCommand[] = commands.flatMap((row) =>
  'isEverywhere' in row ? [row.name] : [],
);
export const menuCommands: readonly MenuCommand[] = commands.flatMap((row) =>
  'isInMenu' in row ? [row.name] : [],
);
export const helpCommands: readonly HelpCommand[] = commands
  .flatMap((row) => ('helpPlace' in row ? [row] : []))
  .sort((one, other) => one.helpPlace - other.helpPlace)
  .map(({ name }) => name);

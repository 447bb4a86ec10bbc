import type { Composer, Context } from 'telegraf';
import type { Argument, CarriedValues } from './tap-arguments.ts';
import type { Action } from './buttons.ts';

/** The ear for a kind of button: of which route it is, and what it carries. */
export interface Heard<Values extends readonly unknown[]> {
  readonly route: string;
  /** Undefined for what this version cannot read. */
  read(args: readonly string[]): Values | undefined;
}

/** A kind of button: called with what it carries, it is what stands on the screen. */
export interface Tap<Values extends readonly unknown[]> extends Heard<Values> {
  (...values: Values): Action;
}

/**
 * A kind of button, drawn and heard by this one value. Route and arguments stand in the chats of everybody: what once was
 * drawn has to be read for as long as people scroll back.
 */
export function defineTap<const Arguments extends readonly Argument<unknown>[]>(
  route: string,
  ...args: Arguments
): Tap<CarriedValues<Arguments>> {
  const draw = (...values: CarriedValues<Arguments>): Action => ({ route, args: write(args, values) });
  const read = (texts: readonly string[]): CarriedValues<Arguments> | undefined => {
    const values = args.map((argument, at) =>
      texts[at] === undefined ? undefined : argument.read(texts[at]),
    );
    return isRead(values, texts) ? values : undefined;
  };
  const isRead = (values: unknown[], texts: readonly string[]): values is CarriedValues<Arguments> =>
    args.every(
      ({ isOptional }, at) => values[at] !== undefined || (isOptional === true && texts[at] === undefined),
    );
  return Object.assign(draw, { route, read });
}

/**
 * The same for a button that does something: it carries the id of the question that it stands under, so that however often
 * and however fast it is pressed, it is done once.
 */
export function defineAnswer<const Arguments extends readonly Argument<unknown>[]>(
  route: string,
  ...args: Arguments
): Tap<CarriedValues<Arguments>> {
  const tap = defineTap(route, ...args);
  const draw = (...values: CarriedValues<Arguments>): Action => ({ ...tap(...values), isAnswer: true });
  return Object.assign(draw, { route, read: tap.read });
}

function write(args: readonly Argument<unknown>[], values: readonly unknown[]): string[] {
  return args.flatMap((argument, at) => (values[at] === undefined ? [] : [argument.write(values[at])]));
}

type Tapping = Context & { tap: Action | 'stale' | undefined };

/**
 * Has a handler answer the genuine buttons of one kind, wherever the composer stands (bot, stage or dialogue). One that
 * carries what this version cannot read is stale.
 */
export function hear<C extends Tapping, Values extends readonly unknown[]>(
  composer: Composer<C>,
  { route, read }: Heard<Values>,
  handler: (ctx: C, values: Values) => Promise<unknown>,
): void {
  composer.use(async (ctx, next) => {
    const { tap } = ctx;
    if (tap === undefined || tap === 'stale' || tap.route !== route) return await next();
    const values = read(tap.args);
    if (values !== undefined) return await handler(ctx, values);
    ctx.tap = 'stale';
    await next();
  });
}

/** A whole number from a button's argument or from typed text; undefined when it is none in the range. */
export function readWhole(text: string | undefined, range: { min: number; max: number }): number | undefined {
  const digits = text?.trim().normalize('NFKC') ?? '';
  if (!/^\d{1,16}$/.test(digits)) return undefined;
  const value = Number(digits);
  return value >= range.min && value <= range.max ? value : undefined;
}

import type { Context } from 'telegraf';

/** The press of a button: the message that it stands under, and what it carries. Undefined for what is no press. */
export function pressOf({ callbackQuery: query }: Pick<Context, 'callbackQuery'>): string | undefined {
  if (query === undefined || !('data' in query)) return undefined;
  return `${query.message?.message_id ?? 0} ${query.data}`;
}

/** Whether the button that is pressed has ended a dialogue before: what came of that is on the screen. */
export function hasEndedDialogue(
  ctx: Pick<Context, 'callbackQuery'> & { session: { endedBy?: string | undefined } },
): boolean {
  const press = pressOf(ctx);
  return press !== undefined && press === ctx.session.endedBy;
}

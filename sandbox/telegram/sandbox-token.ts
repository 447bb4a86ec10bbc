/** What @BotFather hands out: a number and 35 characters. */
const realToken = /^\d{8,10}:[A-Za-z0-9_-]{35}$/;

/** Throws when the token is none, or looks like one of the real Telegram; the message never contains it. */
export function checkSandboxToken({
  token,
  allowRealLookingToken = false,
}: {
  token: string;
  allowRealLookingToken?: boolean;
}): void {
  if (!/^\d+:[A-Za-z0-9_-]+$/.test(token))
    throw new Error('The sandbox token must look like 1000001:sandbox-token');
  if (realToken.test(token) && !allowRealLookingToken)
    throw new Error(
      'The bot token looks like one of the real Telegram; the sandbox refuses it, use one like 1000001:sandbox-token',
    );
}

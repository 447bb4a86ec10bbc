import { parseArgs } from 'node:util';
import { StartProblem } from './start-problem.ts';

const usage = 'npm start -- [--port 8080] [--fresh] [--help]';

/** What each option does. */
export const help = `${usage}

  --port 8080   where the bot listens; the chat page is one port above. Each port is a copy of its own
  --fresh       begins anew: throws away this copy's people, chats, panel and database
  --help, -h    says this and ends

Without TELEGRAM_BOT_TOKEN everything runs on this machine, with stand-ins of Telegram, the panel and the payment
providers. With it, the real bot is started; --fresh is refused then.`;

export interface StartOptions {
  /** As given; undefined when nothing was said. */
  port?: number;
  /** Begin with empty data. */
  fresh: boolean;
  help: boolean;
}

const options = {
  port: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads what stands behind `npm start --`; what it does not know is a `StartProblem`. */
export function readStartOptions(args: string[]): StartOptions {
  const { port, fresh, help } = parse(args);
  return { fresh, help, ...(port === undefined ? {} : { port: readPort(port, '--port') }) };
}

/** A port with its neighbour free for the chat page: 1 to 65534. `name` says where the text came from. */
export function readPort(text: string, name: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_534) return port;
  throw new StartProblem(`${name} ${text}: give a whole number from 1 to 65534, such as ${name} 9000`);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const [firstSentence] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    throw new StartProblem(`${firstSentence}. This is what there is: ${usage}`);
  }
}

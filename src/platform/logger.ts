import { pino, type Logger as PinoLogger } from 'pino';
import { scrubLine } from './scrub.ts';

export type Logger = PinoLogger;

/** JSON lines to `write` (standard output when not given), each scrubbed of secrets as a whole line. */
export function createLogger(
  level: string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(scrubLine(line)) },
  );
}

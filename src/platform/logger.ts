import { pino, type Logger as PinoLogger } from 'pino';
import { scrub } from './scrub.ts';

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
      serializers: { err: describeError },
    },
    { write: (line: string) => write(scrub(line)) },
  );
}

/** Without the list of a failed query's values; inside message and stack the line is scrubbed of them. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { params: _values, ...described } = pino.stdSerializers.err(error);
  return described;
}

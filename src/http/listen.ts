import type { FastifyInstance } from 'fastify';
import { StartRefusal } from '../platform/start-refusal.ts';
import type { HttpSettings } from './settings.ts';

/** Listens where the settings say, and answers under which address. Throws `StartRefusal` where that cannot be. */
export async function listen(
  server: FastifyInstance,
  { host, port }: Pick<HttpSettings, 'host' | 'port'>,
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EADDRINUSE')
      throw new StartRefusal(
        `PORT: another program listens on ${host}:${port} already (${code}), perhaps another process of the bot. Stop it, or give another PORT.`,
        { cause, isPassing: true },
      );
    if (code === 'EACCES')
      throw new StartRefusal(
        `PORT: the user that the bot runs as may not listen on ${port} (${code}). Give one from 1024 on, such as 8080, and put Caddy before it.`,
        { cause },
      );
    if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code))
      throw new StartRefusal(
        `HOST: ${host} is no address of this machine (${code}). Give 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses.`,
        { cause },
      );
    throw cause;
  }
}

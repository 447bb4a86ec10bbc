import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartProblem } from './start-problem.ts';

/** Whether a server can listen on this port of this machine. */
export async function isFree(port: number): Promise<boolean> {
  return (await findObstacle(port)) === undefined;
}

/** The port when it is free, else 0, which means any. */
export async function freeOrAny(port: number): Promise<number> {
  return port <= 65_535 && (await isFree(port)) ? port : 0;
}

/** Throws a `StartProblem` when nobody can listen there, also not within `patienceMs`. */
export async function requireFree(port: number, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const obstacle = await findObstacle(port);
    if (obstacle === undefined) return;
    if (obstacle === 'EACCES')
      throw new StartProblem(`Port ${port} is reserved for the system. Choose another one: ${other(9000)}`);
    if (Date.now() >= deadline)
      throw new StartProblem(`Port ${port} is taken. Choose another one: ${other(port + 1000)}`);
    await delay(100);
  }
}

function other(port: number): string {
  return `npm start -- --port ${port > 65_534 ? 9000 : port}`;
}

function findObstacle(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** Who may come to a route: everybody, through the outer server, or only what stands beside the bot. */
export type RouteSide = 'outside' | 'inside';

declare module 'fastify' {
  interface FastifyContextConfig {
    door?: RouteSide;
  }
}

/** For a route's `config`: the outer server lets everybody through to it. */
export const outside = { door: 'outside' } as const;

/** For a route's `config`: the outer server does not know it. */
export const inside = { door: 'inside' } as const;

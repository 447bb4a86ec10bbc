import { createHomeHandlers } from './handlers.ts';
import { homeRoutes } from './routes.ts';

export const homeHouse = { talk: createHomeHandlers, routes: homeRoutes };

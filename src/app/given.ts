import type { FastifyPluginAsync } from 'fastify';
import type { Chat } from '../bot/chat.ts';
import type { Events } from '../platform/events.ts';
import type { Figures } from '../platform/figures.ts';
import type { HealthCheck } from '../platform/health.ts';
import { type BoundJob, timetable } from '../platform/queue/work.ts';
import { houses } from './houses.ts';
import type { Platform } from './platform.ts';
import type { Services } from './services.ts';

type Opened = Awaited<ReturnType<typeof houses.money.open>>;
type PanelServices = Services['panels'];
type Show = typeof houses.users.createNotices;

/** What a job may need: what the houses do, and how it reaches people. */
interface JobNeeds extends Services, PanelServices {
  timeZone: string;
  events: Events;
  /** Shows somebody a notice. */
  show: ReturnType<Show>;
  /** Forgets what nobody asks for any more. */
  prune(): Promise<void>;
}

/** What a page or a webhook may need. */
interface RouteNeeds extends Platform, Chat, Services, Pick<Opened, 'deliverers'> {
  serviceName: string;
  /** The bot's address, once it is known. */
  botUrl(): string | undefined;
}

/** A house by what it gives to the whole. What it does for other houses, it is asked for by name. */
interface House {
  create?: unknown;
  talk?: unknown;
  jobs?: readonly BoundJob<JobNeeds>[];
  notices?: Parameters<Show>[0]['kinds'];
  routes?: (needs: RouteNeeds) => FastifyPluginAsync;
  checks?: (needs: Services & Pick<Opened, 'keyWatch'>) => HealthCheck[];
  figures?: (services: Services) => Figures[];
}

/** The same houses, for whoever does not ask which it is. */
export const allHouses: readonly House[] = Object.values(houses);

/** Every job of the product, with what does it and when it is due by the clock. */
export const jobs: readonly BoundJob<JobNeeds>[] = [
  ...allHouses.flatMap((house) => house.jobs ?? []),
  timetable({ name: 'prune', cron: '17 3 * * *' }, ({ prune }: JobNeeds) => prune()),
];

/** Every kind of notice of the product. */
export const notices = allHouses.flatMap((house) => house.notices ?? []);

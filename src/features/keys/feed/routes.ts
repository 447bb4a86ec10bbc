import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { downloadsOf, findApp } from '../apps.rules.ts';
import type { FeedService, FeedAnswer, FeedRequest } from './service.ts';
import { usageFor } from '../formats/usage.rules.ts';
import type { KeyMode } from '../protocols/packet-cut.rules.ts';
import { gonePage, importPage, subscriptionPage } from './pages.rules.ts';
import { outside } from '../../../platform/doors.ts';
import { limited } from '../../../platform/limits.ts';
import { type Page, secretive } from '../../../texts/page.ts';
import type { Language, Voice } from '../../../texts/voice.ts';

export interface KeyRouteParts {
  feeds: FeedService;
  voices: Readonly<Record<Language, Voice>>;
  serviceName: string;
  /** The bot's address, once it is known. */
  botUrl(): string | undefined;
}

/**
 * `GET /import/:app/:token` opens an app with the person's subscription; `GET /sub/:token` and `/sub/:token/enhanced`
 * are that subscription, in the form of the app that asks. What opens nothing answers 404 with one page for all.
 */
export function keyRoutes({ feeds, voices, serviceName, botUrl }: KeyRouteParts) {
  const say: FeedRequest['say'] = (language, { word, until }) => {
    const { t, format } = voices[language];
    return until === null ? t.keys.feedWords[word] : t.keys.feedWords.overLimitUntil(format.date(until));
  };

  return async (scope: FastifyInstance): Promise<void> => {
    scope.get<{ Params: { app: string; token: string }; Querystring: { mode?: unknown } }>(
      '/import/:app/:token',
      { config: { ...outside, ...limited } },
      async ({ params, query, headers }, reply) => {
        const app = findApp(params.app);
        const mode = query.mode === 'enhanced' ? 'enhanced' : 'standard';
        const opened =
          app?.deepLink === undefined ? undefined : await feeds.open(params.token, { mode, app: app.id });
        if (app?.deepLink === undefined || opened === undefined) return await answerGone(reply);
        const link = opened.subscriptionLink;
        const downloads = downloadsOf(app, headers['user-agent'] ?? '');
        const view = {
          ...frame(),
          appName: app.name,
          deepLink: app.deepLink(link, serviceName),
          link,
          downloads,
        };
        return await answerPage(reply, importPage(voices[opened.language], view));
      },
    );
    for (const [path, mode] of [
      ['/sub/:token', 'standard'],
      ['/sub/:token/enhanced', 'enhanced'],
    ] as const) {
      scope.get<{ Params: { token: string } }>(
        path,
        { config: { ...outside, ...limited } },
        async (request, reply) => {
          if (isBrowser(request.headers)) return await answerLook(request, reply, mode);
          const feed = await feeds.feed(request.params.token, wantedBy(request, mode));
          if (feed === 'away') return await reply.code(503).header('retry-after', '60').send();
          if (feed === undefined) return await answerGone(reply);
          return await answerFeed(reply, { feed, mode, userAgent: request.headers['user-agent'] ?? '' });
        },
      );
    }
  };

  /** People open the address too, and a list of links tells them nothing. */
  async function answerLook(
    { params: { token } }: { params: { token: string } },
    reply: FastifyReply,
    mode: KeyMode,
  ): Promise<unknown> {
    const looked = await feeds.look(token, mode);
    if (looked === undefined) return await answerGone(reply);
    const { language, subscriptionLink: link, why } = looked;
    const query = mode === 'enhanced' ? '?mode=enhanced' : '';
    const apps = looked.apps.map(({ id, name }) => ({ name, address: `/import/${id}/${token}${query}` }));
    const view = { ...frame(), link, apps, why: why && say(language, why) };
    return await answerPage(reply, subscriptionPage(voices[language], view));
  }

  function wantedBy({ headers }: FastifyRequest, mode: KeyMode) {
    return { userAgent: headers['user-agent'] ?? '', mode, say };
  }

  async function answerFeed(
    reply: FastifyReply,
    { feed, mode, userAgent }: { feed: FeedAnswer; mode: KeyMode; userAgent: string },
  ): Promise<unknown> {
    const support = botUrl();
    return await reply
      .headers({
        ...secretive,
        'content-type': feed.contentType,
        'subscription-userinfo': usageFor(userAgent, feed),
        ...(feed.resetsAt !== null && {
          'subscription-refill-date': String(Math.floor(feed.resetsAt.getTime() / 1000)),
        }),
        // Headers are ASCII; apps know this spelling.
        'profile-title': `base64:${Buffer.from(serviceName).toString('base64')}`,
        'profile-update-interval': '12',
        'content-disposition': `attachment; filename="${asciiOf(serviceName)}"; filename*=UTF-8''${encodeHeader(serviceName)}`,
        ...(support !== undefined && { 'support-url': support }),
        // Hiddify cuts by itself when told to; the others take no notice.
        ...(mode === 'enhanced' && { 'enable-fragment': 'true' }),
      })
      .send(feed.body);
  }

  async function answerGone(reply: FastifyReply): Promise<unknown> {
    return await answerPage(reply.code(404), gonePage(voices, frame()));
  }

  function frame() {
    return { service: serviceName, bot: botUrl() };
  }

  async function answerPage(reply: FastifyReply, { headers, body }: Page): Promise<unknown> {
    return await reply.headers(headers).send(body);
  }
}

/** People open the address, too; apps that ask for a page all the same are given what apps are given. */
function isBrowser({ accept = '', 'user-agent': userAgent = '' }: FastifyRequest['headers']): boolean {
  return accept.includes('text/html') && /^(mozilla|opera|lynx|e?links|w3m)\b/i.test(userAgent);
}

/** For apps that read only the plain form of a file's name. */
function asciiOf(text: string): string {
  return text.replace(/[^ \w.-]/g, '').trim() || 'VPN';
}

/** Percent-encoded as headers want it: RFC 8187 leaves fewer characters bare than addresses do. */
function encodeHeader(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

import { htmlAnswer, type PanelAnswer } from '../answers.ts';
import { objectionToPage } from '../../kit/door.ts';
import type { PanelRequest } from '../call.ts';
import type { PanelControl } from '../control.ts';
import type { PanelFaults } from '../faults.ts';
import type { ProfileTraits } from '../profiles.ts';
import { delaysMs, hiddenShares, ownPage, pagePath, switches } from './page.ts';
import type { PageLanguage } from './texts.ts';

/** Answers what is asked of the stand-in about itself, whatever is broken; undefined for everything else. */
type OwnSite = (request: PanelRequest) => Promise<PanelAnswer | undefined>;

/**
 * The stand-in's own page. A foreign site in the same browser may neither read nor press anything: the address has to
 * be that of this machine, and a form has to come from the page itself.
 */
export function createOwnSite(control: () => PanelControl, traits: ProfileTraits): OwnSite {
  return async (request) => {
    if (request.path !== pagePath && `${request.path}/` !== pagePath) return undefined;
    const objection = objectionToPage(request);
    if (objection) return htmlAnswer(objection.reason, objection.status);
    const language = languageOf(request);
    if (request.method === 'GET' || request.method === 'HEAD')
      return htmlAnswer(ownPage(control(), traits, language));
    if (request.method !== 'POST') return htmlAnswer('', 405);
    const form = new URLSearchParams(request.body);
    if (form.get('heal') === 'yes') await control().clearFaults();
    else await control().setFaults(changeOf(form));
    return { ...htmlAnswer('', 303), headers: { location: `${pagePath}?lang=${language}` } };
  };
}

function changeOf(form: URLSearchParams): Partial<PanelFaults> {
  const change: Partial<PanelFaults> = {};
  for (const name of switches) if (form.has(name)) change[name] = form.get(name) === 'yes';
  // Refused connections would shut this page out too.
  if (change.down === true) change.downAs = 'reset';
  const slowMs = delaysMs.find((ms) => form.get('slowMs') === String(ms));
  const share = hiddenShares.find((part) => form.get('phantomDeletedShare') === String(part));
  return {
    ...change,
    ...(slowMs !== undefined && { slowMs }),
    ...(share !== undefined && { phantomDeletedShare: share }),
  };
}

function languageOf({ query, headers }: PanelRequest): PageLanguage {
  const asked = query.get('lang') ?? headers['accept-language'] ?? '';
  return asked.startsWith('ru') ? 'ru' : 'en';
}

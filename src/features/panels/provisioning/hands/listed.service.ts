import type { Fleet, Panel } from '../../fleet/service.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { type AccountTerms, type HandChange, termsIn } from './hand.rules.ts';

/** What became of what somebody did by hand: it is new to admins, or not, or its account has changed since it was looked at. */
export type HandOutcome = 'news' | 'known' | 'outdated';

/** The terms that a list shows of an account. */
type ListedTerms = { uuid: string; terms: AccountTerms };

/** An account of ours that a list shows otherwise than it was noted, or that was never noted. */
export interface ListedAccount {
  /** Of the row that keeps what was noted. */
  id: number;
  account: PanelUser;
  isNoted: boolean;
  changes: readonly HandChange[];
  note(): Promise<HandOutcome>;
}

const pageSize = 1_000;

/** Takes over, page by page, what a panel's list shows: admins are told of what was done by hand, and what was never noted is from now on. */
export async function takeOverListed(
  {
    panel,
    listed,
    fleet,
  }: { panel: Panel; listed: ReadonlyMap<string, PanelUser>; fleet: Pick<Fleet, 'alarm'> },
  {
    compare,
    writeTerms,
  }: {
    compare(page: ListedTerms[]): Promise<ListedAccount[]>;
    writeTerms(rows: { id: number; terms: AccountTerms }[]): Promise<void>;
  },
): Promise<void> {
  const seen = [...listed].map(([uuid, account]) => ({ uuid, terms: termsIn(account) }));
  let isNews = false;
  for (let from = 0; from < seen.length; from += pageSize) {
    const differing = await compare(seen.slice(from, from + pageSize));
    for (const { changes, note } of differing)
      if (changes.length > 0) isNews = (await note()) === 'news' || isNews;
    const unknown = differing.filter(({ changes, isNoted }) => changes.length === 0 && !isNoted);
    await writeTerms(unknown.map(({ id, account }) => ({ id, terms: termsIn(account) })));
  }
  if (isNews) await fleet.alarm(panel, 'by-hand');
}

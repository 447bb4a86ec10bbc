import { describe } from 'vitest';
import type { PanelTarget } from '../target.ts';
import { defineChangeCases } from './change.ts';
import { defineCoreCases } from './cores.ts';
import { defineCreateCases } from './create.ts';
import { defineEntitlementCases } from './entitlement.ts';
import { defineListCases } from './list.ts';
import { definePanelCases } from './panel.ts';
import { defineSubscriptionCases } from './subscriptions.ts';
import { defineTransportCases } from './transport.ts';

/** The golden cases, in the same words for the stand-in and for a real panel. */
export function definePanelContract(name: string, target: PanelTarget): void {
  describe(`${name}`, () => {
    defineCreateCases(target);
    defineChangeCases(target);
    defineEntitlementCases(target);
    defineListCases(target);
    defineTransportCases(target);
    definePanelCases(target);
    defineSubscriptionCases(target);
    defineCoreCases(target);
  });
}

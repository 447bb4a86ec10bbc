import { z } from 'zod';
import { defineNotice, noDetails, wholeText } from '../../platform/notices.ts';
import { movedScreen, readyScreen, relinkedScreen } from './screens.ts';

/** The panel has confirmed the account; how many hours that took, where they were more than one. */
export const readyNotice = defineNotice('ready', z.object({ hours: wholeText.optional() }), readyScreen);

/** The account lives on another panel. */
export const movedNotice = defineNotice('moved', noDetails, movedScreen);

/** The link leads somewhere else, and the old one nowhere. */
export const relinkedNotice = defineNotice('relinked', noDetails, relinkedScreen);

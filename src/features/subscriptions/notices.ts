import { defineNotice, noDetails } from '../../platform/notices.ts';
import { movedScreen, readyScreen, relinkedScreen } from './screens.ts';

/** The panel has confirmed the account. */
export const readyNotice = defineNotice('ready', noDetails, readyScreen);

/** The account lives on another panel. */
export const movedNotice = defineNotice('moved', noDetails, movedScreen);

/** The link leads somewhere else, and the old one nowhere. */
export const relinkedNotice = defineNotice('relinked', noDetails, relinkedScreen);

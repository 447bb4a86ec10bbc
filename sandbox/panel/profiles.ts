/** Which generation of Hiddify panel is imitated. */
export type PanelProfile = 'v10-12' | 'v12.3.0' | 'v13' | 'v14';

/** What differs between the generations; everything else is common to all of them. */
export interface ProfileTraits {
  readonly name: PanelProfile;
  readonly version: string;
  /** The v13 line moved from marshmallow to pydantic: other rules for bodies and other error shapes. */
  readonly schema: 'marshmallow' | 'pydantic';
  readonly deletes: 'hard' | 'soft';
  /** 12.3.0 starts its background thread without its argument, so no command ever runs. */
  readonly applies: 'once-at-a-time' | 'never' | 'queued';
  /** Panels before v13 answer an unmatched route and a wrong method with a wrapped 500. */
  readonly wrapsRouteErrors: boolean;
  /** Role checks are skipped when the panel runs on Python 3.13 (v11.0 to v12.3). */
  readonly canBypassRoles: boolean;
  /** v14 says 401 and spells it right. */
  readonly unauthorized: { readonly status: 401 | 403; readonly message: string };
  /** v14 adds `msg` to `message` instead of replacing it. */
  readonly errorsCarryBoth: boolean;
  /** What an admin hears about somebody else's user. */
  readonly foreignUser: 'forbidden' | 'missing';
  /** The uuids a create or a change takes as they are; before v14 version 4 alone. */
  readonly ownUuids: 'version 4' | 'any version';
  /** A create that fails halfway leaves a user called "unknown"; v14 rolls back. */
  readonly leavesGhosts: boolean;
  /** `users/bulk/` came with the dashboard of v14; 13.0.3 answers it with 404. */
  readonly hasBulk: boolean;
}

const before14 = {
  unauthorized: { status: 403, message: 'Unathorized' },
  errorsCarryBoth: false,
  foreignUser: 'forbidden',
  ownUuids: 'version 4',
  leavesGhosts: true,
  hasBulk: false,
} as const;

const legacy = {
  ...before14,
  schema: 'marshmallow',
  deletes: 'hard',
  wrapsRouteErrors: true,
  canBypassRoles: true,
} as const;

const newer = {
  schema: 'pydantic',
  deletes: 'soft',
  applies: 'queued',
  wrapsRouteErrors: false,
  canBypassRoles: false,
} as const;

const traits: Record<PanelProfile, ProfileTraits> = {
  'v10-12': { ...legacy, name: 'v10-12', version: '12.0.0', applies: 'once-at-a-time' },
  'v12.3.0': { ...legacy, name: 'v12.3.0', version: '12.3.0', applies: 'never' },
  v13: { ...before14, ...newer, name: 'v13', version: '13.0.3' },
  v14: {
    ...newer,
    name: 'v14',
    version: '14.0.5',
    unauthorized: { status: 401, message: 'Unauthorized' },
    errorsCarryBoth: true,
    foreignUser: 'missing',
    ownUuids: 'any version',
    leavesGhosts: false,
    hasBulk: true,
  },
};

/** The traits of a profile. */
export function getTraits(profile: PanelProfile): ProfileTraits {
  return traits[profile];
}

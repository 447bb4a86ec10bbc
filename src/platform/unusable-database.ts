import { StartRefusal } from './start-refusal.ts';

/** The setting by which the database is reached, and what it says. */
export interface DatabaseSetting {
  name: 'DATABASE_URL' | 'DATABASE_OWNER_URL';
  url: string;
}

/** What is known of a failure: a code of PostgreSQL's or of Node's, and its sentence. */
interface Failure {
  code: string;
  message: string;
}

/** What comes of rights and of copies only shows when something is written. */
export function isUnwritable(error: unknown): boolean {
  return ['42501', '25006'].includes(failureIn(error).code);
}

/** Why the database cannot be used, in words for whoever wrote the setting, without the password. */
export function unusableDatabase(setting: DatabaseSetting, error: unknown): StartRefusal {
  const failure = failureIn(error);
  const found = reasons.find(({ fits }) => fits(failure));
  const { isPassing = true } = found ?? {};
  const words = (found?.words ?? otherwise)({ ...placeOf(setting), failure });
  const name = setting.name === 'DATABASE_URL' ? 'DATABASE_URL (or POSTGRES_…)' : setting.name;
  return new StartRefusal(`${name}: ${words}`, { cause: error, isPassing });
}

interface Place {
  host: string;
  user: string;
  database: string;
  failure: Failure;
}

interface Reason {
  fits(failure: Failure): boolean;
  words(place: Place): string;
  /** Whether it may be over by itself; it is, where nothing is said. */
  isPassing?: boolean;
}

const coded =
  (...codes: string[]) =>
  ({ code }: Failure) =>
    codes.includes(code);
const saying =
  (words: RegExp) =>
  ({ message }: Failure) =>
    words.test(message);

const reasons: readonly Reason[] = [
  {
    fits: ({ code, message }) => code === '28P01' || /client password must be/i.test(message),
    words: ({ host, user }) =>
      `PostgreSQL at ${host} does not take the password of the user "${user}". Check both; a password that is not the one of before has to be changed in PostgreSQL too (alter role … password …).`,
    isPassing: false,
  },
  {
    fits: coded('28000'),
    words: ({ host, user, database }) =>
      `PostgreSQL at ${host} does not let the user "${user}" into the database "${database}" from here. Its pg_hba.conf has to have a line for that; if it asks for TLS, add ?sslmode=verify-full to the address.`,
    isPassing: false,
  },
  {
    fits: coded('3D000'),
    words: ({ host, database }) =>
      `PostgreSQL at ${host} has no database "${database}". Make it (create database …), or correct the name at the end of the address.`,
    isPassing: false,
  },
  {
    fits: coded('42501'),
    words: ({ user, database }) =>
      `the user "${user}" may not set up the database "${database}". Make it the owner (alter database … owner to …), or name the owner in DATABASE_OWNER_URL.`,
    isPassing: false,
  },
  {
    fits: coded('25006'),
    words: ({ host, database }) =>
      `the database "${database}" at ${host} can only be read. Give the address of the server that is written to, not of its copy.`,
    isPassing: false,
  },
  {
    fits: coded('53300'),
    words: ({ host }) =>
      `PostgreSQL at ${host} has no connection left. A process of the bot needs 15 of them: raise max_connections, or end what holds the others.`,
  },
  {
    fits: coded('57P03'),
    words: ({ host }) => `PostgreSQL at ${host} is starting or stopping. Start the bot again in a moment.`,
  },
  {
    fits: saying(/does not support SSL/i),
    words: ({ host }) =>
      `PostgreSQL at ${host} has no TLS, which the address asks for. Take sslmode out of it.`,
    isPassing: false,
  },
  {
    fits: ({ code }) => /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code),
    words: ({ host, failure }) =>
      `the certificate of PostgreSQL at ${host} is not believed (${failure.code}). Name the authority that signed it: ?sslmode=verify-full&sslrootcert=/path/to/ca.pem.`,
    isPassing: false,
  },
  {
    fits: coded('ENOTFOUND', 'EAI_AGAIN'),
    words: ({ host }) =>
      `nobody knows the host ${host}. Correct it; in the compose file it is the name of the service.`,
  },
  {
    fits: ({ code, message }) =>
      /^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/.test(code) ||
      /timeout|terminated due to connection/i.test(message),
    words: ({ host }) =>
      `nobody answers at ${host}. Is PostgreSQL running there, and does it listen where the bot can reach it?`,
  },
  {
    fits: ({ code, message }) => code === 'ECONNRESET' || /terminated|ended/i.test(message),
    words: ({ host }) =>
      `what answers at ${host} ended the connection: is it PostgreSQL, and is it the right port (5432, as a rule)?`,
  },
];

function otherwise({ host, failure: { message } }: Place): string {
  return `the database at ${host} cannot be used. It says: ${message}.`;
}

function placeOf({ url }: DatabaseSetting) {
  const { host, searchParams, username, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  return {
    host: host || (searchParams.get('host') ?? 'localhost'),
    user: decodeURIComponent(username),
    database,
  };
}

/** Queries wrap what the server said. */
function failureIn(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: '', message: '' };
  if ('code' in error && typeof error.code === 'string') return { code: error.code, message: error.message };
  const [first] = error instanceof AggregateError ? error.errors : [error.cause];
  const { code, message } = failureIn(first);
  return code === '' ? { code, message: `${error.message} ${message}`.trim() } : { code, message };
}

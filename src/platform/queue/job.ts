import type { z } from 'zod';
import type { JobDefinition } from './definition.ts';

/** The terms of a kind of job, said once: whoever asks for one gives what it is about, and nothing else. */
interface JobTerms<Payload, About> extends Omit<JobDefinition, 'schema' | 'oneOfEachGroup'> {
  /** What the job carries, as JSON; checked when it is enqueued and again before it runs. */
  schema: z.ZodType<Payload>;
  /** What the job is about: jobs of one name and key never run at the same time, in any process. */
  key?: (payload: Payload, about: About) => string;
  /** While such a job of the same key waits it is given the newer data and time instead of adding a second one. */
  isCoalesced?: boolean;
  /** One job of a group at a time, however many jobs of this name run: a group that hangs holds up itself alone. */
  group?: (payload: Payload, about: About) => string;
}

const asked: unique symbol = Symbol('asked');

/** A job that is asked for and not enqueued yet; only a kind of job makes one. */
export interface JobRequest {
  readonly [asked]: true;
  readonly definition: JobDefinition;
  readonly data: object;
  readonly key?: string;
  readonly isCoalesced: boolean;
  readonly group?: string;
}

/** A kind of job: called with what it carries, and with what key and group hang on besides, it is a request for one. */
export interface Job<Payload, About = void> {
  (payload: Payload, about: About): JobRequest;
  readonly definition: JobDefinition;
  readonly schema: z.ZodType<Payload>;
}

/** A kind of job as a value: what it carries, how it is tried, what it is about. The name is what the database calls it. */
export function defineJob<Payload extends object, About = void>(
  terms: JobTerms<Payload, About>,
): Job<Payload, About> {
  const { key, group, isCoalesced = false, schema, ...rest } = terms;
  const definition: JobDefinition = { ...rest, schema, oneOfEachGroup: group !== undefined };
  const ask = (data: Payload, about: About): JobRequest => ({
    [asked]: true,
    definition,
    data,
    isCoalesced,
    ...(key !== undefined && { key: key(data, about) }),
    ...(group !== undefined && { group: group(data, about) }),
  });
  return Object.assign(ask, { definition, schema });
}

/** The payload that jobs of this kind carry. */
export type PayloadOf<Kind> = Kind extends Job<infer Payload, never> ? Payload : never;

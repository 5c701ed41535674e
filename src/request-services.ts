import type pg from 'pg';
import type { ReadReplicas } from './db/read/replicas/read-replicas.ts';
import type { StoredEvent } from './events/stored-event.ts';
import type { AdviceRules } from './services/advice/advice-rules.ts';
import type { AuditSealer } from './services/audit/audit-seal.ts';
import type { WebhookRules } from './services/delivery/webhooks.ts';
import type { OutboxRelay } from './services/events/outbox-relay.ts';
import type { CalendarAddresses } from './services/exchange/calendar/calendar-addresses.ts';
import type { EvidenceFiles } from './services/evidence/evidence-files.ts';
import type { ProcessStatus } from './services/maintenance/process-status.ts';
import type { ScheduleTokens } from './services/schedule/preview/schedule-tokens.ts';

/** What the service has one of, whoever asks. */
export interface Services {
  readPool: pg.Pool;
  writePool: pg.Pool;
  files: EvidenceFiles;
  events: OutboxRelay;
  auditSealer: AuditSealer;
  scheduleTokens: ScheduleTokens;
  calendarAddresses: CalendarAddresses;
  webhookRules: WebhookRules;
  adviceRules: AdviceRules;
  process: ProcessStatus;
  /** Standbys that take reads of requests, where there are any. */
  replicas?: ReadReplicas | undefined;
}

/** How a stream is followed beside its topics. */
export interface FollowOptions {
  /** Which events of the topics are wanted; all of them when not given. */
  readonly accepts?: (event: StoredEvent) => boolean;
  /** What is delivered first where the events after the cursor are not kept any more, instead of a refusal. */
  readonly restart?: Pick<StoredEvent, 'topic' | 'payload' | 'actorId'>;
}

/** An event as a delivery keeps it. */
export interface KeptEvent {
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** The event of a webhook that is only tried out. */
export const TEST_TOPIC = 'pit.webhook.test';

/** The largest body that is sent, in bytes. */
export const MOST_BODY_BYTES = 20_000;

/** What an event is about, the most particular first. */
const SUBJECTS = [
  'alertId',
  'evidenceId',
  'commentId',
  'subtaskId',
  'dependencyId',
  'baselineId',
  'proposalId',
  'taskId',
  'teamId',
  'projectId',
];

/**
 * The event in the structured form of CloudEvents 1.0. It names rows and does not copy them; what is too much to be named
 * is left out, and said to be.
 *
 * @param id names the event for as long as there are attempts to deliver it, and in every endpoint that gets it.
 */
export function cloudEvent(id: string, orgId: string, event: KeptEvent): string {
  const body = bodyOf(id, orgId, event, event.payload);
  if (Buffer.byteLength(body) <= MOST_BODY_BYTES) return body;
  const named = Object.entries(event.payload).filter(([, value]) => typeof value !== 'object');
  const short = Object.fromEntries(named.filter(([, value]) => String(value).length <= 200));
  return bodyOf(id, orgId, event, { ...short, isShortened: true });
}

function bodyOf(id: string, orgId: string, { topic, payload, time }: KeptEvent, data: object): string {
  const subject = SUBJECTS.map((name) => payload[name]).find((value) => typeof value === 'string');
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/pit/${orgId}`,
    type: topic,
    ...(subject !== undefined && { subject }),
    time,
    datacontenttype: 'application/json',
    data,
  });
}

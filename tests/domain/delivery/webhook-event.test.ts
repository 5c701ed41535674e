import { cloudEvent, MOST_BODY_BYTES } from '../../../src/domain/delivery/webhook-event.ts';

const time = '2026-11-30T08:00:00.000Z';

test('an event goes out as a CloudEvent that names what it is about', () => {
  const payload = { projectId: 'p', taskId: 't' };
  expect(JSON.parse(cloudEvent('s:7', 'o', { topic: 'pit.task.completed', payload, time }))).toEqual({
    specversion: '1.0',
    id: 's:7',
    source: '/pit/o',
    type: 'pit.task.completed',
    subject: 't',
    time,
    datacontenttype: 'application/json',
    data: payload,
  });
});

test('an event about nothing in particular has no subject, which may not be empty', () => {
  const body = JSON.parse(cloudEvent('x', 'o', { topic: 'pit.webhook.test', payload: {}, time })) as object;
  expect(body).not.toHaveProperty('subject');
});

test('what would make a body too large is left out, and said to be', () => {
  const changed = Array.from(
    { length: 700 },
    (_, n) => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`,
  );
  const payload = { projectId: 'p', planSeq: 4, changed, zooms: 'x'.repeat(500) };
  const body = cloudEvent('s:7', 'o', { topic: 'pit.schedule.updated', payload, time });
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_BODY_BYTES);
  expect(JSON.parse(body)).toMatchObject({ data: { projectId: 'p', planSeq: 4, isShortened: true } });
});

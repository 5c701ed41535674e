import { pageOfLink } from '../../../src/console/parts/message-link.ts';
import { mayRevoke, mayWithdraw, relationTo } from '../../../src/console/acceptances/who-acts.ts';
import { parseRoute } from '../../../src/console/state/routes.ts';

const proposed = { state: 'PROPOSED', proposedBy: { id: 'p', name: 'Proposer' } } as const;
const reader = (id: string, role: 'ADMIN' | 'FOREMAN' | 'MEMBER' | 'VIEWER') => ({ id, role });

test('neither role nor settings let somebody decide on their own proposal', () => {
  expect(relationTo(proposed, reader('p', 'ADMIN'), ['p'])).toBe('proposer');
  expect(relationTo(proposed, reader('a', 'ADMIN'), [])).toBe('decides');
  expect(relationTo(proposed, reader('f', 'FOREMAN'), [])).toBe('decides');
  expect(relationTo(proposed, reader('M', 'MEMBER'), ['m'])).toBe('decides');
  expect(relationTo(proposed, reader('m', 'MEMBER'), [])).toBe('other');
  expect(relationTo(proposed, reader('v', 'VIEWER'), ['v'])).toBe('other');
});

test('a proposal is taken back by who made it, what holds is revoked by who runs the organisation', () => {
  const active = { ...proposed, state: 'ACTIVE' } as const;
  expect([mayWithdraw(proposed, reader('p', 'MEMBER')), mayWithdraw(active, reader('p', 'MEMBER'))]).toEqual([
    true,
    false,
  ]);
  expect(mayWithdraw(proposed, reader('m', 'MEMBER'))).toBe(false);
  expect(mayWithdraw(proposed, reader('p', 'VIEWER'))).toBe(false);
  expect([mayRevoke(active, reader('f', 'FOREMAN')), mayRevoke(proposed, reader('f', 'FOREMAN'))]).toEqual([
    true,
    false,
  ]);
  expect(mayRevoke(active, reader('p', 'MEMBER'))).toBe(false);
});

test('the link of a message leads to a page of what it is about, and nowhere else', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const routeOf = (link: unknown): unknown => {
    const page = pageOfLink(link);
    if (page === null) return null;
    const [path = '', query = ''] = page.split('?');
    return parseRoute(path, query);
  };
  expect(routeOf(`/pit/acceptances/${id}`)).toMatchObject({ page: 'acceptances', acceptance: id });
  expect(routeOf(`/pit/projects/${id}`)).toMatchObject({ page: 'plan', project: id });
  expect(routeOf(`/pit/tasks/${id}`)).toMatchObject({ page: 'task', id });
  for (const link of [
    null,
    'https://elsewhere.example/',
    '/pit/settings/webhooks',
    `/pit/tasks/${id}/x`,
    '/pit/constructor/x',
  ])
    expect(routeOf(link)).toBeNull();
});

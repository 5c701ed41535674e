import { randomUUID } from 'node:crypto';
import type { OpenPage } from '../../support/browser/console-browser.ts';
import type { ConsoleWorld } from './console-world.ts';

type Open = (path: string, token?: string) => Promise<OpenPage>;

const PROPOSE = `mutation ($input: ProposeAcceptanceInput!) { proposeAcceptance(input: $input) { acceptance { id } } }`;
const LINK = `mutation ($input: RiskLinkInput!) { linkRisk(input: $input) { task { id } } }`;

/** Proposes that a risk is accepted, as who does not decide. @returns ids of the acceptance and of the risk. */
export async function proposeAcceptance(
  { service, plan, token, tasks }: ConsoleWorld,
  reason: string,
): Promise<{ id: string; riskId: string }> {
  const riskId = randomUUID();
  const send = async (bearer: string, query: string, input: object): Promise<Record<string, unknown>> => {
    const { body } = await service.query(bearer, query, { input });
    expect(body.errors).toBeUndefined();
    return body.data ?? {};
  };
  await send(token, LINK, { taskId: tasks[0], riskId, linkType: 'RESIDUAL' });
  const proposer = await service.token(plan.actor(plan.helper, 'member'));
  const input = { kind: 'RISK_ACCEPTANCE', originId: riskId, reason, endsOn: '2027-03-31' };
  const { proposeAcceptance: made } = await send(proposer, PROPOSE, input);
  return { id: (made as { acceptance: { id: string } }).acceptance.id, riskId };
}

/** Tests of acceptances and exceptions; a file of tests calls them on the service and the browser that it has. */
export function testAcceptances(world: () => ConsoleWorld, open: Open): void {
  test('an acceptance is decided by who has not proposed it, and revoked; its message leads whoever proposed it there', async () => {
    const { plan, service, token } = world();
    const { id } = await proposeAcceptance(world(), 'The pump is replaced in spring anyway.');
    const proposing = await open(
      `/console/acceptances?id=${id}`,
      await service.token(plan.actor(plan.helper, 'member')),
    );
    await proposing.page.getByText('Who decides has not proposed it').waitFor();
    expect(await proposing.page.getByRole('button', { name: 'Accept', exact: true }).count()).toBe(0);

    const deciding = await open('/console/acceptances', token);
    const piece = deciding.page.getByRole('article');
    await piece.getByText('The pump is replaced in spring anyway.').waitFor();
    await piece.getByRole('link', { name: 'Dig the pit' }).waitFor();
    expect(await piece.getByRole('button', { name: 'Reject', exact: true }).isDisabled()).toBe(true);
    await piece.getByRole('button', { name: 'Accept', exact: true }).click();
    await piece.getByText('holds', { exact: true }).waitFor();

    // Whoever proposed it sees it without a reload, and their message leads to it from any page.
    await proposing.page.getByRole('article').getByText('holds', { exact: true }).waitFor();
    await proposing.page.getByRole('link', { name: 'Alerts' }).click();
    await proposing.page.getByRole('button', { name: 'unread notification' }).click();
    await proposing.page.getByRole('link', { name: 'it holds until' }).click();
    await proposing.page.waitForURL(`**/console/acceptances?id=${id}`);

    await piece.getByLabel('Why does it end now?').fill('It leaks after all.');
    await piece.getByRole('button', { name: 'Revoke' }).click();
    await piece.getByText('It leaks after all.').waitFor();
    await piece.getByText('revoked', { exact: true }).waitFor();
    expect([...proposing.found, ...deciding.found]).toEqual([]);
  });

  test('a proposal is taken back by who made it, and found again among all of its record', async () => {
    const { plan, service } = world();
    const { riskId } = await proposeAcceptance(world(), 'Nobody needs this wall.');
    const { id } = await proposeAcceptance(world(), 'The gate is guarded at night.');
    const decide = `mutation ($id: ID!) { decideAcceptance(input: { acceptanceId: $id, decision: ACCEPTED }) { acceptance { id } } }`;
    expect((await service.query(world().token, decide, { id })).body.errors).toBeUndefined();
    // What waits comes first, whatever was proposed and decided since.
    const deciding = await open('/console/acceptances', world().token);
    await deciding.page.getByRole('article').getByText('Nobody needs this wall.').waitFor();
    const token = await service.token(plan.actor(plan.helper, 'member'));
    const { page, found } = await open(`/console/acceptances?origin=${riskId}`, token);
    await page.getByRole('button', { name: 'Take back' }).click();
    // It stays in sight, though it is none of those that wait or hold.
    await page.getByRole('article').getByText('taken back', { exact: true }).waitFor();
    const list = page.getByRole('navigation', { name: 'Acceptances' });
    await list.getByRole('button').waitFor({ state: 'detached' });
    await page.getByLabel('Show').selectOption('ALL');
    await list.getByText('taken back').waitFor();
    expect(found).toEqual([]);
  });
}

import type { PlanGraph } from '../mutations/mutations.ts';

/** A control that one of the tasks is linked to. */
export const CONTROL = '00000000-0000-4000-8000-000000000007';
/** A small template with everything that a template may hold, as callers send it. */
export const CAMERAS = {
  formatVersion: 1,
  parameters: [{ key: 'site' }, { key: 'count', default: '8' }],
  phases: [
    {
      key: 'fit',
      name: 'Cameras at {{site}}',
      workPackages: [
        {
          key: 'hang',
          name: 'Hang them',
          tasks: [
            { key: 'order', name: 'Order {{count}} cameras', durationDays: 3, capexCost: '12000.00' },
            {
              key: 'mount',
              name: 'Mount them',
              durationDays: 2,
              requiresEvidence: true,
              mitigationPct: 12.5,
              controls: [{ controlId: CONTROL, controlGroup: 'camera_surveillance' }],
              ismsCriteria: [{ code: 'ISO27001-A.7.4' }],
              subtasks: [{ name: 'Photograph each', requiresEvidence: true }, { name: 'Label' }],
            },
          ],
        },
      ],
      tasks: [{ key: 'handover', name: 'Handed over', durationDays: 0 }],
    },
    { key: 'later', name: 'Later' },
  ],
  tasks: [{ key: 'review', name: 'Review', startDay: 20, priority: 'HIGH' }],
  dependencies: [
    { predecessor: 'order', successor: 'mount', lagDays: 5 },
    { predecessor: 'mount', successor: 'handover' },
  ],
};

/** The id of a new template with that content, made by an administrator. */
export async function createCameras(world: PlanGraph): Promise<string> {
  const input = { name: 'Cameras', document: CAMERAS };
  const admin = world.plan.actor(world.plan.owner, 'admin');
  const payload = await world.done<{ template: { id: string } }>(
    'createTemplate',
    input,
    'template { id }',
    admin,
  );
  return payload.template.id;
}

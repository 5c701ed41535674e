import { EXISTING } from '../../db/queries/templates/template-query.ts';
import { readFile } from 'node:fs/promises';
import { templateOfCatalog, type OscalCatalog } from '../../domain/templates/oscal-template.ts';
import { controlIdOf } from '../intake/control-id.ts';
import { insertTemplate } from './templates.ts';
import type { Tx } from '../transaction/command.ts';

const FOLDER = new URL('../../../examples/data/oscal/', import.meta.url);

/** The templates that PIT brings along, by name. */
const READY: Readonly<Record<string, string>> = {
  'NIST SP 800-53 Rev. 5, low baseline': 'NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json',
  'NIST SP 800-53 Rev. 5, moderate baseline':
    'NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json',
};
const DESCRIPTION =
  'One task for each control of the baseline, linked to the control and with evidence required, in a work package for each family.';

/**
 * Gives the organisation those of the ready-made templates that it does not have, by name; others stay as they are.
 * @returns the names of the new ones.
 */
export async function addReadyTemplates(tx: Tx): Promise<string[]> {
  const names = Object.keys(READY);
  const { rows } = await tx.run(EXISTING, [names]);
  const existing = new Set(rows.map(({ name }) => name));
  const missing = names.filter((name) => !existing.has(name));
  for (const name of missing) {
    const text = await readFile(new URL(READY[name] ?? '', FOLDER), 'utf8');
    const { catalog } = JSON.parse(text) as { catalog: OscalCatalog };
    await insertTemplate(tx, {
      name,
      description: DESCRIPTION,
      document: templateOfCatalog(catalog, controlIdOf),
    });
  }
  return missing;
}

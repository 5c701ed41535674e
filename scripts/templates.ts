// Gives an organisation the ready-made templates. What it has by the same names stays as it is.
import { config } from '../src/config/config.ts';
import { openDatabase } from '../src/db/setup/open-database.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { withTenantTransaction } from '../src/db/write/tenant-transaction.ts';
import { findImporter } from '../src/services/exchange/importer.ts';
import { addReadyTemplates } from '../src/services/templates/ready-templates.ts';
import { withRules } from '../src/services/transaction/mutation-transaction.ts';
import { UsageError, runCommand, text } from './command.ts';

const USAGE = `Usage: npm run templates -- --org <id> [--user <id or email>]

  --org   the organisation that gets them
  --user  in whose name (default: the organisation's first administrator)

  Adds the low and the moderate baseline of NIST SP 800-53 as templates. A second run changes nothing.`;

const OPTIONS = { org: { type: 'string' }, user: { type: 'string' } } as const;

await runCommand(USAGE, OPTIONS, async (options, words) => {
  const org = text(options, 'org');
  if (org === undefined || words.length > 0) throw new UsageError('Say which organisation: --org <id>.');
  const database = await openDatabase(config);
  const pool = createPool(database.appUrl, { max: 1, name: 'pit-templates' });
  try {
    const actor = await findImporter(pool, org, text(options, 'user'));
    const added = await withTenantTransaction(pool, actor, (tx) => addReadyTemplates(withRules(tx)));
    console.log(added.length === 0 ? 'Nothing to add.' : added.map((name) => `added: ${name}`).join('\n'));
  } finally {
    await pool.end();
    await database.close();
  }
});

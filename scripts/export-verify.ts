// Reads an archive of a project or a package of evidence back, and says whether it is as it was written.
import { basename } from 'node:path';
import { config } from '../src/config/config.ts';
import { readDerivedKeys } from '../src/config/development-secret.ts';
import { createPool } from '../src/db/connection/pool.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { withTenantTransaction, type TenantTx } from '../src/db/write/tenant-transaction.ts';
import { systemActor } from '../src/domain/directory/actor.ts';
import { ActorRole } from '../src/domain/enums.ts';
import { quotedPath } from '../src/domain/exchange/package/package-files.ts';
import { isUuid } from '../src/domain/uuid.ts';
import { AuditSealer } from '../src/services/audit/audit-seal.ts';
import { verifyKeptHead } from '../src/services/audit/audit-walk.ts';
import { recordedExport } from '../src/services/exchange/verify/recorded-export.ts';
import { verifyPackage, type PackageVerdict } from '../src/services/exchange/verify/verify-package.ts';
import { UsageError, runCommand, text } from './command.ts';
import { sizeOfFile } from './named-file.ts';

/** Faults that are printed, one a line. */
const SHOWN = 100;

const USAGE = `Usage: npm run -s export:verify -- <file.zip> [--against-database <id of the organisation>]

  Reads back what an export of the format ARCHIVE or EVIDENCE has written: all its digests, that no file is missing, added,
  doubled, unsafe to unpack or larger than any is, and that the evidence is what was submitted. Exits with 1 when it does not hold.

  --against-database  also asks the database in use whether it has written this very file for the organisation, and whether the
                      audit trail still has the seal that an archive holds`;

interface Comparison {
  readonly said: readonly string[];
  readonly faults: readonly string[];
}

const NOT_COMPARED: Comparison = {
  said: [
    'Compared with no database: whoever changes a file can write its digest anew. See --against-database.',
  ],
  faults: [],
};

const OPTIONS = { 'against-database': { type: 'string' } } as const;

await runCommand(USAGE, OPTIONS, async (options, words) => {
  const [path, ...others] = words;
  if (path === undefined || others.length > 0) throw new UsageError('Name one file.');
  const org = text(options, 'against-database')?.toLowerCase();
  if (org !== undefined && !isUuid(org))
    throw new UsageError(`"${String(org)}" is no id of an organisation.`);
  await sizeOfFile(path);
  const found = await verifyPackage(path, config);
  const compared = org === undefined ? NOT_COMPARED : await compare(found, org);
  console.log([`${basename(path)}, SHA-256 ${found.sha256}`, ...linesOf(found), ...compared.said].join('\n'));
  tell([...found.faults, ...compared.faults]);
});

function linesOf({ files, bytes, metadata, seal }: PackageVerdict): string[] {
  if (metadata === null) return [];
  const what = metadata.kind === 'archive' ? 'Archive' : 'Evidence';
  const lines = [
    `${what} of the project ${quotedPath(metadata.project.name)} (${metadata.project.id}): ${files} files, ${bytes} bytes`,
  ];
  if (seal?.head === null) lines.push('Audit seal: none, the trail had none yet');
  else if (seal !== null)
    lines.push(`Audit seal ${seal.head.seal} of ${seal.head.sealedAt}, ${seal.head.hash}`);
  return lines;
}

function tell(faults: readonly string[]): void {
  if (faults.length === 0) return console.log('The package holds.');
  const more = faults.length > SHOWN ? [`  and ${faults.length - SHOWN} more`] : [];
  const shown = faults.slice(0, SHOWN).map((fault) => `  ${fault}`);
  console.log(['The package does not hold:', ...shown, ...more].join('\n'));
  process.exitCode = 1;
}

async function compare(found: PackageVerdict, org: string): Promise<Comparison> {
  const server = await openServer(config);
  const pool = createPool(server.appUrl, { max: 1, name: 'pit-export-verify' });
  try {
    // The trail is read by those who govern alone.
    const actor = { ...systemActor(org), role: ActorRole.ADMIN };
    return await withTenantTransaction(pool, actor, (tx) => compareWithin(tx, found));
  } finally {
    await pool.end();
    await server.close();
  }
}

async function compareWithin(tx: TenantTx, { sha256, seal }: PackageVerdict): Promise<Comparison> {
  const record = await recordedExport(tx, sha256);
  const faults = seal === null ? [] : await faultsOfSeal(tx, seal);
  if (record === null)
    return {
      said: [],
      faults: ['the database has no export of the organisation that came to this file', ...faults],
    };
  const said = `Written by the export ${record.id}, which ${record.requestedBy} asked for, at ${record.finishedAt ?? ''}`;
  if (!record.isAudited) faults.push('the audit trail has no record of the export');
  return { said: [said], faults };
}

async function faultsOfSeal(
  tx: TenantTx,
  { orgId, head }: NonNullable<PackageVerdict['seal']>,
): Promise<string[]> {
  const { actor } = tx;
  if (orgId !== actor.orgId) return [`the audit seal is of another organisation, ${orgId}`];
  if (head === null) return [];
  const reading = {
    actor,
    auditSealer: new AuditSealer(readDerivedKeys(config).of('auditSeal')),
    rows: async <R extends object>(...given: Parameters<typeof tx.run<R>>) => (await tx.run(...given)).rows,
  };
  const faults = await verifyKeptHead(reading, head);
  return faults.map(({ fault }) => `audit seal ${head.seal}: ${fault}`);
}

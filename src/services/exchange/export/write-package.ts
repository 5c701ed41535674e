import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import type { FileStore } from '../../evidence/file-store.ts';
import { ExportFormat, type ExportedPlan } from '../../../domain/exchange/exported-plan.ts';
import type { ArchivedSeal } from '../../../domain/exchange/package/package-documents.ts';
import {
  AUDIT_SEAL,
  MANIFEST,
  METADATA,
  type PackageKind as PackageFormat,
} from '../../../domain/exchange/package/package-files.ts';
import { packEvidence } from './evidence-files.ts';
import { FILE_NAMES, inBytes, textOf, type TextFormat } from './plan-text.ts';
import type { Exported } from './read-exported.ts';

/** A file of a package: opened only when it is written. */
interface Part {
  readonly path: string;
  /** What its digest has to be; null where it is only counted. */
  readonly sha256: string | null;
  open(): Promise<Readable>;
}

const PLANS: readonly TextFormat[] = [
  ExportFormat.CSV,
  ExportFormat.MSPDI,
  ExportFormat.OSCAL_POAM,
  ExportFormat.ICALENDAR,
  ExportFormat.GANTT_JSON,
];

/**
 * The bytes of a package (ZIP): the files of evidence, what is known of each in `metadata.json`, and in an archive the plan in all
 * formats and the newest seal of the audit trail. The last file is `SHA256SUMS` over all others, as `sha256sum -c` reads it. It is
 * written file by file, as the files come out of the store. `verifyPackage` reads it back.
 * @throws Error where the store gives out a file that is not what its evidence says: such a package would prove nothing.
 */
export async function writePackage(
  { plan, evidence }: Exported,
  format: PackageFormat,
  {
    orgId,
    store,
    auditHead,
    into,
  }: {
    readonly orgId: string;
    readonly store: Pick<FileStore, 'read' | 'sizeOf'>;
    readonly auditHead: ArchivedSeal['head'];
    readonly into: NodeJS.WritableStream;
  },
): Promise<void> {
  const packed = await packEvidence(evidence, orgId, store);
  const said = packed.map((each) => each.said);
  const parts: Part[] = [
    ...(format === ExportFormat.ARCHIVE ? archiveParts(plan, { orgId, head: auditHead }) : []),
    jsonPart(METADATA, { format, project: plan.project, asOf: plan.today, evidence: said }),
    ...packed.flatMap(({ file }) =>
      file === null
        ? []
        : [
            {
              path: file.path,
              sha256: file.key.sha256,
              open: async () => (await store.read(file.key)).content,
            },
          ],
    ),
  ];
  await zip(parts, new Date(`${plan.today}T00:00:00Z`), into);
}

function archiveParts(plan: ExportedPlan, seal: ArchivedSeal): Part[] {
  const plans = PLANS.map((each) => ({
    path: FILE_NAMES[each].path,
    sha256: null,
    open: () => Promise.resolve(Readable.from(inBytes(textOf(plan, each)))),
  }));
  return [...plans, jsonPart(AUDIT_SEAL, seal)];
}

function jsonPart(path: string, value: object): Part {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  return { path, sha256: null, open: () => Promise.resolve(Readable.from([bytes])) };
}

async function zip(parts: readonly Part[], mtime: Date, into: NodeJS.WritableStream): Promise<void> {
  const file = new yazl.ZipFile();
  const sums: string[] = [];
  const failed = new Promise<never>((_, fail) => {
    file.on('error', (error: unknown) =>
      fail(error instanceof Error ? error : new Error('the package could not be written')),
    );
  });
  for (const part of parts) {
    file.addReadStreamLazy(part.path, { mtime }, (take) => {
      part.open().then(
        (content) => take(null, counted(content, part, sums)),
        (error: unknown) => take(error, new Readable()),
      );
    });
  }
  // Opened last, when the sums of all others are known.
  file.addReadStreamLazy(MANIFEST, { mtime }, (take) =>
    take(null, Readable.from([Buffer.from(sums.join(''))])),
  );
  file.end();
  await Promise.race([pipeline(file.outputStream, into), failed]);
}

/** Passes content on, and notes its digest at its end. */
function counted(content: Readable, { path, sha256 }: Part, sums: string[]): Readable {
  const hash = createHash('sha256');
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const found = hash.digest('hex');
      sums.push(`${found}  ${path}\n`);
      done(
        sha256 === null || found === sha256
          ? null
          : new Error(`the file ${path} is not what its evidence says`),
      );
    },
  });
  // What breaks the one ends the other.
  content.on('error', (error) => counting.destroy(error));
  return content.pipe(counting);
}

import type { RowOfStatement } from '../../db/connection/statement.ts';
import { TAKE_EVIDENCE_REMINDERS } from '../../db/queries/notifications/evidence-reminder-query.ts';
import type { Tx } from '../transaction/command.ts';
import { sendMessages, type Letter } from './notifications.ts';

type EndingEvidence = RowOfStatement<typeof TAKE_EVIDENCE_REMINDERS>;

/** Pieces that one transaction reminds people of. */
const AT_ONCE = 300;
/** Lines of one message. */
const NAMED = 10;

/**
 * Reminds who owns the work and who handed the evidence in that it ends: 30, 7 and 1 days before its last day, and after it; each of
 * them in one message for each project, which goes with the digest like any other. What was noted is not told again, also after a process died.
 * @returns whether there may be more.
 */
export async function remindOfEvidence(tx: Tx): Promise<{ isMore: boolean }> {
  const { rows } = await tx.run(TAKE_EVIDENCE_REMINDERS, [tx.today, AT_ONCE]);
  const letters = new Map<string, EndingEvidence[]>();
  for (const row of rows) {
    for (const userId of new Set([row.ownerId, row.uploadedBy])) {
      const key = `${userId} ${row.projectId}`;
      letters.set(key, [...(letters.get(key) ?? []), row]);
    }
  }
  await sendMessages(
    tx,
    [...letters].map(([key, pieces]) => letterOf(key.split(' ')[0] ?? '', pieces)),
  );
  return { isMore: rows.length === AT_ONCE };
}

function letterOf(userId: string, pieces: readonly EndingEvidence[]): Letter {
  const [first] = pieces as [EndingEvidence, ...EndingEvidence[]];
  const { projectId, projectName } = first;
  if (pieces.length === 1) {
    const title = `${lineOf(first)}: renew the evidence`;
    return { to: [userId], message: { title, link: `/pit/tasks/${first.taskId}`, projectId } };
  }
  const untold = pieces.length - NAMED;
  const lines = pieces.slice(0, NAMED).map(lineOf);
  const text = [...lines, ...(untold > 0 ? [`And ${untold} more.`] : [])].join('\n');
  const title = `In “${projectName}” evidence of ${pieces.length} tasks ends, or has ended`;
  return { to: [userId], message: { title, text, link: `/pit/projects/${projectId}`, projectId } };
}

function lineOf({ taskName, validUntil, step }: EndingEvidence): string {
  return step < 0
    ? `What proved “${taskName}” has ended on ${validUntil}`
    : `What proves “${taskName}” ends on ${validUntil}`;
}

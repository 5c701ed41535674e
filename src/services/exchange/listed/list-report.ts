/** What the plans of a list have become. */
export interface ListReport {
  readonly made: Readonly<Record<'divisions' | 'projects' | 'phases' | 'tasks' | 'costSnapshots', number>>;
  /** Projects counts those whose tasks, division or state have changed. */
  readonly updated: Readonly<Record<'projects' | 'tasks', number>>;
  /** Lines whose task stood in the organisation as the list has it. */
  readonly unchanged: number;
  /** Lines whose task was deleted by someone here: an import does not bring it back. */
  readonly deletedHere: number;
  /** Lines of projects that were archived here: an import leaves them alone. */
  readonly archivedHere: number;
}

import { requireCount } from '../plan-check.ts';
import { fieldOf, type XmlElement, type XmlSelection } from '../xml-element.ts';

const HEAD = [
  'GUID',
  'UID',
  'Name',
  'Title',
  'Subject',
  'StartDate',
  'MinutesPerDay',
  'DefaultStartTime',
  'DefaultFinishTime',
  'CalendarUID',
];

/** What is read of a file of Microsoft Project (`mspdi_pj12.xsd`); time-phased data and custom fields are not. */
export const MSPDI_SELECTION: XmlSelection = {
  records: new Set([
    ...HEAD.map((name) => `Project/${name}`),
    'Project/Tasks/Task',
    'Project/Resources/Resource',
    'Project/Assignments/Assignment',
    'Project/Calendars/Calendar',
  ]),
  kept: new Set([
    ...['UID', 'GUID', 'ID', 'Name', 'Notes', 'IsNull', 'Active', 'ExternalTask', 'OutlineLevel', 'Summary'],
    ...[
      'Start',
      'Finish',
      'Duration',
      'DurationFormat',
      'Manual',
      'Milestone',
      'PercentComplete',
      'ActualStart',
    ],
    ...['ActualFinish', 'RemainingDuration', 'ConstraintType', 'ConstraintDate', 'Deadline', 'Cost'],
    ...['PredecessorLink', 'PredecessorUID', 'Type', 'LinkLag', 'LagFormat', 'CrossProject'],
    ...['EmailAddress', 'TaskUID', 'ResourceUID'],
    ...[
      'WeekDays',
      'WeekDay',
      'DayType',
      'DayWorking',
      'Exceptions',
      'Exception',
      'TimePeriod',
      'FromDate',
      'ToDate',
    ],
    'BaseCalendarUID',
  ]),
  marked: new Set(['Baseline']),
};

/** A file as its records came. */
export interface MspdiFile {
  readonly head: ReadonlyMap<string, string>;
  readonly tasks: readonly XmlElement[];
  readonly resources: readonly XmlElement[];
  readonly assignments: readonly XmlElement[];
  readonly calendars: readonly XmlElement[];
}

/** Takes records one by one as they are read. @throws PitError LIMIT_EXCEEDED for more tasks than a plan has. */
export class MspdiRecords implements MspdiFile {
  readonly head = new Map<string, string>();
  readonly tasks: XmlElement[] = [];
  readonly resources: XmlElement[] = [];
  readonly assignments: XmlElement[] = [];
  readonly calendars: XmlElement[] = [];

  take(record: XmlElement): void {
    const lists: Record<string, XmlElement[] | undefined> = {
      Task: this.tasks,
      Resource: this.resources,
      Assignment: this.assignments,
      Calendar: this.calendars,
    };
    const list = lists[record.name];
    if (list !== undefined) list.push(record);
    requireCount('tasks', this.tasks.length);
    if (list !== undefined) return;
    if (record.text.trim() !== '') this.head.set(record.name, record.text.trim());
  }
}

/** A number of the file; null where there is none, or no number. */
export function numberOf(element: XmlElement, name: string): number | null {
  const text = fieldOf(element, name);
  const value = text === null ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

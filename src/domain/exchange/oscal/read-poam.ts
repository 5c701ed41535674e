import type { CivilDate } from '../../civil-date.ts';
import { DependencyType } from '../../enums.ts';
import { descriptionOf, nameOf } from '../file-text.ts';
import { earlier } from '../file-days.ts';
import { eachInSteps, indexInSteps, type Steps } from '../../in-steps.ts';
import { planInSteps, refuseFile, requireCount } from '../plan-check.ts';
import {
  BLANK_TASK,
  PlanFormat,
  type PlanBranch,
  type PlanDocument,
  type PlanLink,
  type PlanTask,
} from '../plan-document.ts';
import { paragraphs, PlanText } from '../plan-text.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { OscalElement } from './oscal-element.ts';
import { PoamSources } from './poam-sources.ts';

const ROOT = 'plan-of-action-and-milestones';
/** Characters of an observation that count: many items may repeat it. */
const LONGEST = 10_000;
/** What belongs to no risk of the document lies here. */
const LOOSE: PlanBranch = {
  key: 'items',
  phaseKey: null,
  name: 'Plan of action',
  description: null,
  recordId: null,
};

/** A risk as the phase that it is, with what its items go by. */
interface Risk {
  readonly branch: PlanBranch;
  readonly id: string;
  /** Controls that the risk itself names. */
  readonly sources: ReturnType<PoamSources['ofRisk']>;
  readonly deadline: CivilDate | null;
  readonly isClosed: boolean;
}

/**
 * The plan of an OSCAL plan of action and milestones (NIST, version 1.1.2, JSON), in steps between which whoever reads it lets others
 * go first. A risk is a phase, what its remediations have to do
 * and the items that name it are its tasks. Days are those that the document writes, wherever its author was.
 * @throws PitError BAD_USER_INPUT with the path in the document; LIMIT_EXCEEDED.
 */
export function* readPoam(document: unknown, warnings: PlanWarnings): Steps<PlanDocument> {
  const root = OscalElement.of(document, 'the document').child(ROOT);
  if (root === null)
    throw refuseFile('the document', 'This is no plan of action and milestones.', `"${ROOT}"`);
  const metadata = root.child('metadata');
  const key = root.child('system-id')?.text('id') ?? root.id('uuid');
  if (key === null)
    throw refuseFile(`${ROOT}.uuid`, 'The document has no identity.', 'a system-id, or a uuid');
  const reading = new PoamReading(root, warnings);
  yield* reading.read();
  const { branches, tasks, links, about } = reading;
  return yield* planInSteps({
    format: PlanFormat.OSCAL_POAM,
    key: key.slice(0, 200),
    recordId: null,
    name: nameOf(metadata?.text('title') ?? '', 'Plan of action and milestones', 'metadata.title', warnings),
    code: null,
    description: descriptionOf(metadata?.text('remarks') ?? null, 'metadata.remarks', warnings),
    startDate: reading.start,
    branches,
    tasks,
    links,
    sources: about.sources,
    calendar: null,
  });
}

class PoamReading {
  readonly branches: PlanBranch[] = [];
  readonly tasks: PlanTask[] = [];
  links: PlanLink[] = [];
  readonly about: PoamSources;
  /** Risks by their ids, and by those of their mitigating factors, which items name as well. */
  private readonly risks = new Map<string, Risk>();
  private observations: ReadonlyMap<string, string> = new Map();
  private readonly text = new PlanText();
  private hasLoose = false;
  /** The first day of all tasks; null where none has one. */
  start: CivilDate | null = null;

  constructor(
    private readonly root: OscalElement,
    private readonly warnings: PlanWarnings,
  ) {
    this.about = new PoamSources(warnings);
  }

  *read(): Steps<void> {
    const { root, about } = this;
    this.observations = yield* indexInSteps(root.items('observations'), (each) => {
      const text = [each.text('title'), each.text('description')].filter(Boolean).join(': ');
      return [each.id('uuid') ?? '', `Observed: ${text}`.slice(0, LONGEST)] as const;
    });
    yield* eachInSteps(root.items('findings'), (finding) => about.takeFinding(finding));
    for (const risk of root.items('risks')) yield* this.takeRisk(risk);
    yield* eachInSteps(root.items('poam-items'), (item) => this.takeItem(item));
    yield* this.keepKnownLinks();
  }

  private idOf(element: OscalElement, what: string): string | null {
    const id = element.id('uuid');
    if (id === null)
      this.warnings.add(PlanWarningKind.LEFT_OUT, element.where, `${what} without a uuid is left out`);
    return id;
  }

  private *takeRisk(element: OscalElement): Steps<void> {
    const id = this.idOf(element, 'a risk');
    if (id === null) return;
    const { where } = element;
    const [description, statement] = [element.text('description'), element.text('statement')];
    // What goes out from here says both times the same, since the format demands both.
    const said = statement === description ? [description] : [description, statement];
    const text = paragraphs([...said, ...this.observed(element)]);
    const branch = {
      key: `risk:${id}`,
      phaseKey: null,
      name: nameOf(element.text('title') ?? '', `Risk ${id}`, where, this.warnings),
      description: descriptionOf(text, where, this.warnings),
      recordId: null,
    };
    this.text.take(branch.description);
    this.branches.push(branch);
    const risk = {
      ...{ branch, id, sources: this.about.ofRisk(element) },
      deadline: element.day('deadline'),
      isClosed: element.text('status') === 'closed',
    };
    this.risks.set(id, risk);
    for (const factor of element.list('mitigating-factors')) this.risks.set(factor.id('uuid') ?? id, risk);
    for (const remediation of element.list('remediations'))
      yield* eachInSteps(remediation.items('tasks'), (task) =>
        this.takeTask(task, remediation.id('uuid') ?? id, risk),
      );
  }

  private takeTask(element: OscalElement, remediation: string, risk: Risk): void {
    const id = this.idOf(element, 'a task');
    if (id === null) return;
    const { where } = element;
    const { branch, deadline } = risk;
    const key = `task:${id}@${remediation}`;
    this.about.addTask(key, element, risk.id);
    if (element.has('responsible-roles'))
      this.warnings.add(
        PlanWarningKind.PERSON,
        where,
        'roles are nobody here: whoever answers for the project gets the task',
      );
    this.add({
      ...BLANK_TASK,
      key,
      branchKey: branch.key,
      name: nameOf(element.text('title') ?? '', `Task ${id}`, where, this.warnings),
      description: descriptionOf(element.text('description'), where, this.warnings),
      ...this.timingOf(element),
      deadline,
      where,
    });
    for (const dependency of element.list('dependencies')) {
      const other = dependency.id('task-uuid');
      if (other === null || other === id) continue;
      this.links.push({
        ...{ predecessorKey: other, successorKey: id, type: DependencyType.FINISH_TO_START, lagDays: 0 },
        where: dependency.where,
      });
    }
  }

  private timingOf(element: OscalElement): Pick<PlanTask, 'startDate' | 'endDate' | 'durationDays'> {
    const timing = element.child('timing');
    const day = timing?.child('on-date')?.day('date') ?? null;
    if (day !== null) return { startDate: day, endDate: day, durationDays: 0 };
    const [startDate, endDate] = rangeOf(timing?.child('within-date-range') ?? null);
    if (startDate === null || endDate === null || endDate >= startDate)
      return { startDate, endDate, durationDays: null };
    this.warnings.add(
      PlanWarningKind.DATES,
      element.where,
      `the end ${endDate} lies before the start ${startDate} and is left out`,
    );
    return { startDate, endDate: null, durationDays: null };
  }

  private takeItem(element: OscalElement): void {
    const id = this.idOf(element, 'an item');
    if (id === null) return;
    const { where } = element;
    const named = element.list('related-risks').map((each) => this.risks.get(each.id('risk-uuid') ?? ''));
    const risks = named.filter((risk) => risk !== undefined);
    const [first] = risks;
    if (first === undefined) {
      this.warnings.add(
        PlanWarningKind.OUTLINE,
        where,
        `it names no risk of the document, and lies under "${LOOSE.name}"`,
      );
      if (!this.hasLoose) this.branches.push(LOOSE);
      this.hasLoose = true;
    }
    this.about.addItem(`item:${id}`, element, risks);
    const isClosed = first !== undefined && risks.every((risk) => risk.isClosed);
    const deadline = risks.flatMap((risk) => risk.deadline ?? []).sort()[0] ?? null;
    const text = paragraphs([element.text('description'), ...this.observed(element)]);
    this.add({
      ...BLANK_TASK,
      key: `item:${id}`,
      branchKey: first?.branch.key ?? LOOSE.key,
      name: nameOf(element.text('title') ?? '', `Item ${id}`, where, this.warnings),
      description: descriptionOf(text, where, this.warnings),
      endDate: deadline,
      deadline,
      progressPercent: isClosed ? 100 : null,
      // What is closed already was proved elsewhere; of all else the proof is still to come.
      requiresEvidence: isClosed ? null : true,
      where,
    });
  }

  private add(task: PlanTask): void {
    this.text.take(task.description);
    this.start = earlier(this.start, task.startDate);
    this.tasks.push(task);
    requireCount('tasks', this.tasks.length);
  }

  private observed(element: OscalElement): (string | null)[] {
    return element
      .list('related-observations')
      .map((each) => this.observations.get(each.id('observation-uuid') ?? 'none') ?? null);
  }

  /** Links name tasks by their ids: from here on by their keys, each pair once. */
  private *keepKnownLinks(): Steps<void> {
    const keys = yield* indexInSteps(
      this.tasks,
      ({ key }) => [key.replace(/^task:|@.*$/g, ''), key] as const,
    );
    const kept = new Map<string, PlanLink>();
    yield* eachInSteps(this.links, (link) => {
      const [predecessorKey, successorKey] = [keys.get(link.predecessorKey), keys.get(link.successorKey)];
      if (predecessorKey === undefined || successorKey === undefined)
        this.warnings.add(PlanWarningKind.LINK, link.where, 'a link to an unknown task is left out');
      else kept.set(`${predecessorKey} ${successorKey}`, { ...link, predecessorKey, successorKey });
    });
    this.links = [...kept.values()];
  }
}

function rangeOf(range: OscalElement | null): [CivilDate | null, CivilDate | null] {
  return range === null ? [null, null] : [range.day('start'), range.day('end')];
}

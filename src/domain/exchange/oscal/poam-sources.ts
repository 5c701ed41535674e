import { isUuid } from '../../uuid.ts';
import { requireCount } from '../plan-check.ts';
import { PlanSourceKind, type PlanSource } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import type { OscalElement } from './oscal-element.ts';

/** What an export names beside the elements of the document: `urn:uuid:` and an id, related as one of these. */
export const RELATED = {
  [PlanSourceKind.RISK]: 'related-risk',
  [PlanSourceKind.FINDING]: 'related-finding',
  [PlanSourceKind.CONTROL]: 'related-control',
} as const;

/** A control of SP 800-53 as documents write it: `ac-2`, `AC-2 (1)`, `ac-02.01`, `ac-6.8_obj.1`. */
const CONTROL = /^([a-z]{2})-0?(\d{1,2})(?: ?\(0?(\d{1,2})\)|\.0?(\d{1,2}))?(?![a-z\d(.])/i;
/** Names of properties that hold the id of a control; the first is FedRAMP's. */
const CONTROL_PROPS = new Set(['impacted-control-id', 'control-id']);

type Source = Pick<PlanSource, 'kind' | 'id'>;

/**
 * What the work of a plan of action is about: risks and findings by their ids, controls of SP 800-53 by their names.
 * A finding counts for the items that name it, and for those of the risks that it names.
 */
export class PoamSources {
  readonly sources: PlanSource[] = [];
  private readonly seen = new Set<string>();
  private mentions = 0;
  private readonly findings = new Map<string, readonly Source[]>();
  private readonly ofRisks = new Map<string, string[]>();
  private readonly begun = new Set<string>();

  constructor(private readonly warnings: PlanWarnings) {}

  /** What a risk's properties say of controls. */
  ofRisk(element: OscalElement): readonly Source[] {
    return this.controlsOf(element);
  }

  /** Notes that a task is work on a risk of the document, and on what its links name. */
  addTask(taskKey: string, element: OscalElement, riskId: string): void {
    this.add(taskKey, element, { kind: PlanSourceKind.RISK, id: riskId }, false);
    this.addLinked(taskKey, element);
  }

  /**
   * Notes what an item is about. The first item of a risk is what the risk was answered with: a risk has one open task at most that
   * it is the origin of.
   */
  addItem(
    taskKey: string,
    element: OscalElement,
    risks: readonly { readonly id: string; readonly sources: readonly Source[] }[],
  ): void {
    const [first] = risks;
    const isOrigin = first !== undefined && !this.begun.has(first.id);
    if (first !== undefined) this.begun.add(first.id);
    for (const { id, sources } of risks) {
      this.add(taskKey, element, { kind: PlanSourceKind.RISK, id }, isOrigin && id === first?.id);
      for (const source of sources) this.add(taskKey, element, source, false);
      for (const finding of this.ofRisks.get(id) ?? []) this.addFinding(taskKey, element, finding);
    }
    for (const related of element.list('related-findings')) {
      const id = related.id('finding-uuid');
      if (id !== null) this.addFinding(taskKey, element, id);
    }
    for (const control of this.controlsOf(element)) this.add(taskKey, element, control, false);
    this.addLinked(taskKey, element);
  }

  /** Notes the controls and risks of a finding; all findings come before what names them. */
  takeFinding(element: OscalElement): void {
    const id = element.id('uuid');
    if (id === null) {
      this.warnings.add(PlanWarningKind.LEFT_OUT, element.where, 'a finding without a uuid is left out');
      return;
    }
    const target = element.child('target')?.text('target-id') ?? null;
    const named = target === null ? null : controlOf(target);
    this.findings.set(id, [...this.controlsOf(element), ...(named === null ? [] : [named])]);
    for (const related of element.list('related-risks')) {
      const risk = related.id('risk-uuid');
      if (risk === null) continue;
      const known = this.ofRisks.get(risk);
      if (known === undefined) this.ofRisks.set(risk, [id]);
      else known.push(id);
    }
  }

  private addFinding(taskKey: string, element: OscalElement, id: string): void {
    this.add(taskKey, element, { kind: PlanSourceKind.FINDING, id }, false);
    for (const control of this.findings.get(id) ?? []) this.add(taskKey, element, control, false);
  }

  private addLinked(taskKey: string, element: OscalElement): void {
    for (const link of element.list('links')) {
      const kind = Object.values(PlanSourceKind).find((each) => RELATED[each] === link.text('rel'));
      const id = /^urn:uuid:(.*)$/i.exec(link.text('href') ?? '')?.[1]?.toLowerCase();
      if (kind !== undefined && id !== undefined && isUuid(id))
        this.add(taskKey, element, { kind, id }, false);
    }
  }

  private controlsOf(element: OscalElement): Source[] {
    return element.list('props').flatMap((prop) => {
      if (!CONTROL_PROPS.has(prop.text('name') ?? '')) return [];
      const value = prop.text('value') ?? '';
      const control = controlOf(value);
      if (control !== null) return [control];
      this.warnings.add(
        PlanWarningKind.LINK,
        prop.where,
        `"${value}" is no control of SP 800-53 and is left out`,
      );
      return [];
    });
  }

  private add(taskKey: string, { where }: OscalElement, { kind, id }: Source, isOrigin: boolean): void {
    // Counted however often it is named: items, risks and findings that all name each other are many times the file.
    requireCount('sources', (this.mentions += 1));
    const key = `${taskKey}\n${kind}:${id}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.sources.push({ taskKey, kind, id, isOrigin, where });
  }
}

/** The control that a text begins with, as OSCAL names it: `ac-2.1`. */
function controlOf(text: string): Source | null {
  const match = CONTROL.exec(text.trim());
  if (match === null) return null;
  const [, family = '', number = '', bracketed, dotted] = match;
  const enhancement = bracketed ?? dotted;
  const id = `${family.toLowerCase()}-${number}${enhancement === undefined ? '' : `.${enhancement}`}`;
  return { kind: PlanSourceKind.CONTROL, id };
}

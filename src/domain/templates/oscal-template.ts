import type { TemplateDependency, TemplateDocument, TemplateTask, TemplateWorkPackage } from './template.ts';
import { TEXT_LIMITS } from '../text.ts';

/**
 * Templates out of baselines of NIST SP 800-53, as OSCAL catalogues have them (a "resolved profile": the chosen
 * controls, enhancements inside the control that they enhance). One task for each control, with evidence.
 */

/** What is read of a catalogue. https://pages.nist.gov/OSCAL-Reference/models/v1.1.2/catalog/json-reference/ */
export interface OscalCatalog {
  readonly metadata: { readonly title: string; readonly version: string };
  readonly groups: readonly OscalGroup[];
}

/** A family of controls. */
export interface OscalGroup {
  readonly id: string;
  readonly title: string;
  readonly controls: readonly OscalControl[];
}

export interface OscalControl {
  readonly id: string;
  readonly title: string;
  readonly params?: readonly OscalParameter[];
  readonly props?: readonly OscalProperty[];
  readonly parts?: readonly OscalPart[];
  readonly controls?: readonly OscalControl[];
}

export interface OscalParameter {
  readonly id: string;
  readonly label?: string;
  readonly select?: { readonly choice?: readonly string[] };
}

export interface OscalPart {
  readonly name: string;
  readonly prose?: string;
  readonly props?: readonly OscalProperty[];
  readonly parts?: readonly OscalPart[];
}

interface OscalProperty {
  readonly name: string;
  readonly value: string;
  readonly class?: string;
}

/** Controls are known by where the publication stands for good, so that a control library finds the same ids. */
const PUBLICATION = 'https://doi.org/10.6028/NIST.SP.800-53r5';
/** Working days for a control, until those who plan know better. */
const DURATION_DAYS = 5;
const PLACEHOLDER = /\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}/g;
const PHASE = 'controls';

/** The address of a control of SP 800-53, such as `ac-2` or `ac-2.1`. */
export function controlUrl(oscalId: string): string {
  return `${PUBLICATION}#${oscalId}`;
}

/** The id of a control in the control library, by the one that OSCAL gives it. */
type ControlId = (oscalId: string) => string;

/**
 * The template of a baseline: a phase with a work package for each family, in it a task for each control and each
 * enhancement. An enhancement waits for the control that it enhances.
 */
export function templateOfCatalog(catalog: OscalCatalog, controlId: ControlId): TemplateDocument {
  const { title, version } = catalog.metadata;
  return {
    formatVersion: 1,
    phases: [
      {
        key: PHASE,
        name: 'Put the controls in place',
        description: `${title}, version ${version}`,
        workPackages: catalog.groups.map((group) => workPackageOf(group, controlId)),
      },
    ],
    dependencies: catalog.groups.flatMap(({ controls }) => controls.flatMap(dependenciesOf)),
  };
}

function workPackageOf({ id, title, controls }: OscalGroup, controlId: ControlId): TemplateWorkPackage {
  const tasks = controls.flatMap(withEnhancements).map((control) => ({
    ...taskOf(control),
    controls: [{ controlId: controlId(control.id), controlGroup: title }],
  }));
  return { key: `family-${id}`, name: `${id.toUpperCase()} ${title}`, tasks };
}

function withEnhancements(control: OscalControl): OscalControl[] {
  return [control, ...(control.controls ?? []).flatMap(withEnhancements)];
}

function dependenciesOf(control: OscalControl): TemplateDependency[] {
  return (control.controls ?? []).flatMap((enhancement) => [
    { predecessor: control.id, successor: enhancement.id },
    ...dependenciesOf(enhancement),
  ]);
}

function taskOf(control: OscalControl): TemplateTask {
  const description = statementOf(control);
  return {
    key: control.id,
    name: `${labelOf(control.props) ?? control.id.toUpperCase()} ${control.title}`,
    ...(description !== '' && { description }),
    durationDays: DURATION_DAYS,
    requiresEvidence: true,
  };
}

/** The label that people write, such as `AC-2(1)`; others are for machines and carry a class. */
function labelOf(props: readonly OscalProperty[] = []): string | undefined {
  return props.find((prop) => prop.name === 'label' && prop.class === undefined)?.value;
}

/** What the control demands, with its open parameters named in brackets. */
function statementOf(control: OscalControl): string {
  const parameters = new Map((control.params ?? []).map((parameter) => [parameter.id, parameter]));
  const statements = (control.parts ?? []).filter(({ name }) => name === 'statement');
  const text = statements.flatMap((part) => linesOf(part, '')).join('\n');
  return fillIn(text, parameters).slice(0, TEXT_LIMITS.description).trim();
}

function linesOf({ prose, props, parts = [] }: OscalPart, indent: string): string[] {
  const label = labelOf(props);
  const text = [...(label === undefined ? [] : [label]), ...(prose === undefined ? [] : [prose.trim()])];
  const own = text.length === 0 ? [] : [indent + text.join(' ')];
  const below = label === undefined ? indent : `${indent}  `;
  return [...own, ...parts.flatMap((part) => linesOf(part, below))];
}

/** A parameter may be a choice between texts that hold parameters again. */
function fillIn(text: string, parameters: ReadonlyMap<string, OscalParameter>): string {
  return text.replace(PLACEHOLDER, (_all, id: string) => {
    const { label, select } = parameters.get(id) ?? {};
    const choices = (select?.choice ?? []).map((choice) => fillIn(choice, parameters));
    return `[${label ?? (choices.length > 0 ? choices.join(' or ') : id)}]`;
  });
}

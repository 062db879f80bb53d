/** Checks the names by which entries point at each other: groups, instances and traffic. */
import { quote } from '../part/issue.ts';
import { type Reference, traitsOf } from '../part/reference.ts';
import type { Findings } from './findings.ts';
import { CODE, type Path } from './problem.ts';
import type { Declared } from './read-nodes.ts';

export class Names {
  readonly groups: readonly string[];
  readonly traffic: readonly string[];
  readonly places: readonly string[];
  readonly #declared: ReadonlyMap<string, Declared>;
  readonly #findings: Findings;

  constructor(
    findings: Findings,
    declared: readonly Declared[],
    traffic: readonly string[],
    places: readonly string[],
  ) {
    this.#findings = findings;
    this.#declared = new Map(declared.map((group) => [group.name, group]));
    this.groups = declared.map(({ name }) => name);
    this.traffic = traffic;
    this.places = places;
  }

  /** @param path of the entry that points at others */
  check(path: Path, references: readonly Reference[]): void {
    for (const { to, name, needs, param } of references) {
      const at = [...path, ...param.split('.')];
      if (to === 'group') this.checkGroup(at, name, needs);
      else if (to === 'instances') this.#checkInstances(at, name, needs);
      // Who carries which tags is known when the world is built: `checkStart`.
      else if (to === 'traffic' && !this.traffic.includes(name)) {
        this.#findings.dangling(at, name, 'a traffic', this.traffic);
      }
    }
  }

  checkGroup(path: Path, name: string, needs: Reference['needs']): void {
    const group = this.#group(path, name);
    if (group?.part === undefined || needs === undefined) return;
    const serves = traitsOf({ part: group.part }).serves ?? [];
    if (serves.includes(needs)) return;
    const able = [...this.#declared.values()].filter(
      ({ part }) => part !== undefined && traitsOf({ part }).serves?.includes(needs) === true,
    );
    const what = needs === 'clients' ? 'is no group of clients' : `does not serve ${needs}`;
    const expected = needs === 'clients' ? 'clients' : `a group that serves ${needs}`;
    const message = `${name} is of kind ${group.part.name} and ${what}: expected ${expected}`;
    const names = able.map((one) => one.name).join(', ');
    const hint = names === '' ? 'the scenario has none' : `the scenario has ${names}`;
    this.#findings.add(CODE.unfit, path, message, { hint });
  }

  #group(path: Path, name: string): Declared | undefined {
    const group = this.#declared.get(name);
    if (group === undefined) {
      this.#findings.dangling(path, name, 'a group of nodes', this.groups);
    }
    return group;
  }

  /** `edge`, `edge/0`, `edge/*`, `edge@virginia`, `virginia` or `*`. */
  #checkInstances(path: Path, pattern: string, needs: Reference['needs']): void {
    if (pattern === '*') return;
    if (this.places.includes(pattern) && !this.#declared.has(pattern)) return;
    const [, name = '', sign, rest = ''] = /^([^/@]*)(?:([/@])(.*))?$/su.exec(pattern) ?? [];
    const group = this.#group(path, name);
    if (group === undefined) return;
    this.checkGroup(path, name, needs);
    if (sign === '@') this.#checkPlace(path, group, rest);
    else if (sign === '/' && rest !== '*') this.#checkIndex(path, group, rest);
  }

  #checkIndex(path: Path, { name, instances }: Declared, index: string): void {
    const last = instances === undefined ? undefined : instances - 1;
    const isNumber = /^(0|[1-9]\d*)$/.test(index);
    if (isNumber && (last === undefined || Number(index) <= last)) return;
    const all =
      last === undefined ? `${name}/0` : last === 0 ? `${name}/0` : `${name}/0 to ${name}/${last}`;
    const message = `${quote(`${name}/${index}`)}: expected ${all}, or ${name}/*`;
    this.#findings.add(CODE.instances, path, message);
  }

  #checkPlace(path: Path, { name, at }: Declared, place: string): void {
    if (at === undefined) return;
    const own = at.map((index) => this.places[index]!);
    if (own.includes(place)) return;
    const message = `${quote(`${name}@${place}`)}: expected a place of ${name}`;
    this.#findings.add(CODE.instances, path, message, { meant: { word: place, known: own } });
  }
}

/** Reports every way in which groups call each other round and round. */
export function checkCycles(findings: Findings, declared: readonly Declared[]): void {
  const byName = new Map(declared.map((group) => [group.name, group]));
  const done = new Set<string>();
  const visit = (group: Declared, above: readonly string[]): void => {
    if (done.has(group.name)) return;
    const within = [...above, group.name];
    for (const { calls, name, param } of group.references) {
      if (calls !== true) continue;
      const start = within.indexOf(name);
      if (start >= 0) {
        const cycle = [...within.slice(start), name].join(' -> ');
        findings.add(CODE.cycle, [...group.path, param], `${cycle}: expected calls that end`);
      } else {
        const next = byName.get(name);
        if (next !== undefined) visit(next, within);
      }
    }
    done.add(group.name);
  };
  for (const group of declared) visit(group, []);
}
